/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one currency of a run: see retainmoney.h. */
#include "retain/retainmoney.h"

int
cs_retain_money(const struct cs_retain *r, enum cs_fact_kind kind, int key, struct cs_str *money,
    struct cs_err *e)
{
	const bool other = money->n > 0; /* of another kind */
	const struct cs_map *all;

	if (r->currency.n > 0)
		*money = r->currency;
	if (key < 0 || r->currency.n > 0)
		return 0;
	all = &r->history->keys[kind].value[key];
	for (uint32_t i = 0; i < all->n; i++) {
		struct cs_str name = cs_map_key(all, i);

		if (cs_str_eqz(name, "\\N") || (money->n > 0 && cs_str_eq(*money, name)))
			continue;
		if (money->n > 0) {
			(void)cs_err_set(e, CS_EXIT_USAGE, "%s are in several currencies",
			    other ? "amounts" : cs_fact_name[kind]);
			return cs_err_hint(e, "--currency says which of them counts");
		}
		*money = name;
	}
	return 0;
}

bool
cs_retain_foreign(const struct cs_life *life, enum cs_fact_kind kind, const struct cs_fact *f,
    int key, struct cs_str money)
{
	struct cs_str name;

	if (key < 0)
		return false;
	name = cs_fact_key(life->of, kind, f->group, (unsigned)key);
	return !cs_str_eqz(name, "\\N") && !cs_str_eq(name, money);
}
