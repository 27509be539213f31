/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The currency of money in a group: see store.h. */
#include "base/mem.h"
#include "cell/store.h"

struct cs_str
cs_store_currency(const struct cs_store *s, unsigned acc, uint32_t group)
{
	const struct cs_acc *a = &s->acc[acc];

	if (a->currency == NULL || a->currency[group] == 0)
		return cs_str(NULL, 0);
	return cs_map_key(&a->set, a->currency[group] - 1);
}

/* The two in the order of their bytes: the message is the same whichever row came first. */
static int
mixed(
    const struct cs_store *s, unsigned acc, struct cs_str one, struct cs_str two, struct cs_err *e)
{
	bool swap = cs_str_cmp(one, two) > 0;
	struct cs_str first = swap ? two : one, second = swap ? one : two;

	(void)cs_err_set(e, CS_EXIT_DATA, "%.*s: %.*s and %.*s in one group do not add up",
	    CS_STR_ARG(s->scheme->metric[s->scheme->acc[acc].metric].name), CS_STR_ARG(first),
	    CS_STR_ARG(second));
	return cs_err_hint(e,
	    "a row for each: --by currency; one of them: --where \"currency = "
	    "'%.*s'\"",
	    CS_STR_ARG(first));
}

int
cs_store_money(
    struct cs_store *s, unsigned acc, uint32_t group, struct cs_str code, struct cs_err *e)
{
	struct cs_acc *a = &s->acc[acc];
	struct cs_str now = cs_store_currency(s, acc, group);

	if (now.p != NULL)
		return cs_str_eq(now, code) ? 0 : mixed(s, acc, now, code, e);
	a->currency[group] = cs_map_add(&a->set, code) + 1;
	return 0;
}

int
cs_store_money_merge(struct cs_store *s, const struct cs_store *from, unsigned acc,
    const uint32_t *map, size_t n, struct cs_err *e)
{
	for (uint32_t g = 0; g < n; g++) {
		struct cs_str code = cs_store_currency(from, acc, g);

		if (map[g] != CS_GROUP_NONE && code.p != NULL &&
		    cs_store_money(s, acc, map[g], code, e) != 0)
			return -1;
	}
	return 0;
}

void
cs_store_money_room(struct cs_acc *a, size_t old, size_t n)
{
	a->currency = cs_mem_resize(a->currency, n, sizeof *a->currency);
	memset(a->currency + old, 0, (n - old) * sizeof *a->currency);
}
