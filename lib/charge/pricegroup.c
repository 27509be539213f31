/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What single groups of the sums cost: see price.h. */
#include "base/mem.h"
#include "charge/pricework.h"

void
cs_price_index(struct cs_charge_price *p, size_t groups)
{
	p->first_of = cs_mem_new0(groups + 2, sizeof *p->first_of);
	p->of_group = cs_mem_new(p->nuse + 1, sizeof *p->of_group);
	for (size_t i = 0; i < p->nuse; i++)
		p->first_of[p->use[i].group + 2]++;
	for (size_t g = 2; g < groups + 2; g++)
		p->first_of[g] += p->first_of[g - 1];
	for (size_t i = 0; i < p->nuse; i++)
		p->of_group[p->first_of[p->use[i].group + 1]++] = i;
}

const size_t *
cs_charge_price_uses(const struct cs_charge_price *p, size_t i, size_t *n)
{
	*n = p->first_of[i + 1] - p->first_of[i];
	return p->of_group + p->first_of[i];
}

bool
cs_charge_price_group(const struct cs_charge_price *p, size_t i, unsigned kinds,
    struct cs_ratio *full, struct cs_ratio *avoidable)
{
	struct cs_ratio cost;
	bool known = true;
	size_t n;
	const size_t *at = cs_charge_price_uses(p, i, &n);

	cs_ratio_init(&cost);
	for (size_t k = 0; k < n; k++) {
		const struct cs_charge_use *u = &p->use[at[k]];
		const struct cs_charge_lot *l = &p->lot[u->lot];

		if ((kinds >> l->kind & 1) == 0)
			continue;
		cs_ratio_times(&cost, &l->price, u->weight);
		cs_ratio_add(full, full, &cost);
		known = known && l->has_avoidable;
		if (avoidable == NULL || !l->has_avoidable)
			continue;
		cs_ratio_mul(&cost, &cost, &l->avoidable);
		cs_ratio_add(avoidable, avoidable, &cost);
	}
	cs_ratio_finish(&cost);
	return known;
}
