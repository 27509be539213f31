/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lots and lines against numbers worked out by hand: a rate of practical capacity and what is
 * unused, largest remainders, shares, repeats, what is not reported, money below 0, and that every
 * unit of money is in exactly one line.
 */
#include "charge/spread.h"

#include "../tap.h"
#include "charge/chargerun.h"
#include "charge/map.h"

static const char *const parts[CS_CHARGE_MODE] = {"contacts", "legs", "handle_s", "untimed",
    "transfers", "solved", "credits", "timed", "transferred", "given", "credit", "back"};

/* What was counted of some contacts: who owns them, by the key of a split. */
struct counted {
	const char *owner, *original; /* NULL: unmapped; of no repeat */
	bool reported;
	int64_t contacts, handle_s;
};

struct world {
	struct cs_arena arena;
	struct cs_charge c;
	struct cs_charge_binding b;
	struct cs_sums sums;
	struct cs_charge_price price;
	struct cs_key_def key[4];
};

/* Keys of the split of one owner, as the map writes them. */
static struct cs_str
split_key(struct world *w, const char *owner)
{
	const char *key =
	    owner != NULL ? cs_arena_printf(&w->arena, "1/1\\t%s\\tcause\\t\\t\\n", owner) : "\\N";

	return cs_str_z(key);
}

static void
count(struct world *w, const struct counted *x)
{
	uint32_t g = cs_sums_step(&w->sums, 0, 0, CS_STR("2026-03-01T00:00:00Z"));

	g = cs_sums_step(&w->sums, 1, g, split_key(w, x->owner));
	g = cs_sums_step(
	    &w->sums, 2, g, x->original != NULL ? split_key(w, x->original) : CS_STR(""));
	g = cs_sums_step(&w->sums, 3, g, x->reported ? CS_STR("t") : CS_STR("f"));
	cs_sums_add(&w->sums, g, CS_CHARGE_CONTACTS, 0, x->contacts);
	cs_sums_add(&w->sums, g, CS_CHARGE_LEGS, 0, x->contacts);
	cs_sums_add(&w->sums, g, CS_CHARGE_HANDLE_S, 0, x->handle_s);
}

static void
begin(struct world *w)
{
	static const char *const names[] = {"stretch", "outcome", "original", "reported"};

	*w = (struct world){.c = {.zone = NULL, .digits = 2, .all = true}};
	w->c.arena = &w->arena;
	w->c.bind = &w->b;
	w->c.currency = CS_STR("EUR");
	w->c.from = CS_INSTANT_MIN;
	w->c.to = CS_INSTANT_MAX;
	w->c.mapped = true;
	for (int k = 0; k < 4; k++)
		w->key[k] = (struct cs_key_def){.name = cs_str_z(names[k]), .type = CS_TEXT};
	for (int d = 0; d < CS_COST_DIMS; d++)
		w->b.dim[d] = -1;
	w->b.key = w->key;
	w->b.nkey = 4;
	cs_charge_bind_own(&w->b);
	w->b.form = (struct cs_sums_form){w->key, 4, parts, CS_CHARGE_MODE};
	cs_sums_init(&w->sums, &w->b.form);
	w->c.sums = &w->sums;
}

static void
end(struct world *w)
{
	cs_charge_price_finish(&w->price);
	cs_sums_finish(&w->sums);
	cs_arena_finish(&w->arena);
}

static struct cs_cost
pool(const char *name, const char *amount, enum cs_cost_unit unit, int64_t capacity)
{
	struct cs_cost x = {.pool = cs_str_z(name),
	    .from = INT64_C(1772323200) * CS_USEC,
	    .to = INT64_C(1775001600) * CS_USEC,
	    .currency = CS_STR("EUR"),
	    .unit = unit,
	    .has_capacity = capacity != 0,
	    .capacity = capacity,
	    .file = "costs",
	    .line = 2};

	(void)cs_dec_parse(cs_str_z(amount), &x.amount);
	return x;
}

/* Prices, then lines by unit alone. */
static void
reckon(struct world *w, struct cs_cost *cost, size_t n, struct cs_charge_lines *l)
{
	struct cs_err e = CS_ERR_INIT;

	w->c.costs = (struct cs_costs){.cost = cost, .n = n, .npool = n};
	ok(cs_sums_sort(&w->sums, &e) == 0 && cs_charge_reckon(&w->c, &w->price, &e) == 0 &&
		cs_charge_lines_make(l, &w->c, NULL, 0, &e) == 0,
	    "reckoned: %s", e.msg);
}

static void
is_line(const struct cs_charge_lines *l, size_t i, enum cs_charge_line_kind kind, const char *unit,
    int64_t charged)
{
	ok(i < l->n && l->line[i].kind == kind && cs_str_eqz(l->line[i].unit, unit) &&
		l->line[i].charged == charged,
	    "line %zu is %s, %lld", i, unit, (long long)charged);
}

/* G5.tdabc: 567,000 for 630,000 minutes are .90 each; 578,600 used: 520,740 charged, 46,260 not. */
static void
practical_capacity(void)
{
	struct cs_cost cost = pool("wages", "567000", CS_COST_MINUTE, INT64_C(630000) * 60);
	struct cs_ratio minute, wanted;
	struct cs_charge_lines l;
	struct world w;

	begin(&w);
	count(&w, &(struct counted){"Billing", NULL, true, 1, INT64_C(500000) * 60});
	count(&w, &(struct counted){"Tech", NULL, true, 1, INT64_C(78600) * 60});
	reckon(&w, &cost, 1, &l);
	cs_ratio_init(&minute);
	cs_ratio_init(&wanted);
	cs_ratio_times(&minute, &w.price.lot[0].price, 60);
	cs_ratio_quotient(&wanted, 9, 10);
	ok(cs_ratio_cmp(&minute, &wanted) == 0, "a minute costs .90");
	is_line(&l, 0, CS_LINE_CHARGED, "Billing", 45000000);
	is_line(&l, 1, CS_LINE_CHARGED, "Tech", 7074000);
	is_line(&l, 2, CS_LINE_UNUSED, "\\N", 4626000);
	ok(l.sum[CS_LINE_CHARGED] == 52074000 && l.total == 56700000, "it adds up");
	cs_ratio_finish(&wanted);
	cs_ratio_finish(&minute);
	cs_charge_lines_finish(&l);
	end(&w);
}

/* G1.lr: 100 to 1 1 1 is 34 33 33, and so below 0. */
static void
a_cent_of_rounding(void)
{
	static const char *const amount[] = {"1.00", "-1.00"};

	for (int i = 0; i < 2; i++) {
		struct cs_cost cost = pool("phones", amount[i], CS_COST_CONTACT, 0);
		int sign = i == 0 ? 1 : -1;
		struct cs_charge_lines l;
		struct world w;

		begin(&w);
		count(&w, &(struct counted){"C", NULL, true, 1, 0});
		count(&w, &(struct counted){"A", NULL, true, 1, 0});
		count(&w, &(struct counted){"B", NULL, true, 1, 0});
		reckon(&w, &cost, 1, &l);
		is_line(&l, 0, CS_LINE_CHARGED, "A", 34 * sign);
		is_line(&l, 1, CS_LINE_CHARGED, "B", 33 * sign);
		is_line(&l, 2, CS_LINE_CHARGED, "C", 33 * sign);
		cs_charge_lines_finish(&l);
		end(&w);
	}
}

/* Unmapped first; what is not reported uses the pool as well; repeats at their first cause. */
static void
whose(void)
{
	struct cs_cost cost[2] = {
	    pool("wages", "10.00", CS_COST_MINUTE, 0), pool("rent", "3.00", CS_COST_NONE, 0)};
	struct cs_charge_lines l;
	struct world w;

	begin(&w);
	count(&w, &(struct counted){"A", NULL, true, 3, 300});
	count(&w, &(struct counted){"S", "A", true, 1, 100});
	count(&w, &(struct counted){NULL, NULL, true, 1, 200});
	count(&w, &(struct counted){NULL, NULL, false, 4, 400});
	reckon(&w, cost, 2, &l);
	is_line(&l, 0, CS_LINE_UNMAPPED, "\\N", 200);
	is_line(&l, 1, CS_LINE_CHARGED, "A", 300);
	is_line(&l, 2, CS_LINE_CHARGED, "S", 100);
	is_line(&l, 3, CS_LINE_NOT_REPORTED, "\\N", 400);
	is_line(&l, 4, CS_LINE_UNALLOCATED, "\\N", 300);
	ok(l.n == 5 && l.line[1].original == 400 && l.line[2].original == 0 &&
		l.line[2].repeats == 100 && l.line[1].repeats == 0,
	    "a repeat is at both, once each");
	ok(l.line[1].contacts == 3 && l.line[1].handle_s == 300,
	    "contacts are where they are paid");
	ok(!l.line[1].avoidable_known, "what is avoidable is not known");
	cs_charge_lines_finish(&l);
	end(&w);
}

/* Used beyond its capacity: no more than the pool costs. Not used: unallocated, or unused. */
static void
ends_of_capacity(void)
{
	struct cs_cost cost[3] = {pool("over", "10.00", CS_COST_MINUTE, 60),
	    pool("idle", "5.00", CS_COST_TRANSFER, 9), pool("none", "2.00", CS_COST_SOLVED, 0)};
	struct cs_charge_lines l;
	struct world w;

	begin(&w);
	count(&w, &(struct counted){"A", NULL, true, 1, 120});
	reckon(&w, cost, 3, &l);
	ok(w.price.lot[0].over && !w.price.lot[1].over, "the first is used beyond its capacity");
	is_line(&l, 0, CS_LINE_CHARGED, "A", 1000);
	is_line(&l, 1, CS_LINE_UNALLOCATED, "\\N", 200);
	is_line(&l, 2, CS_LINE_UNUSED, "\\N", 500);
	cs_charge_lines_finish(&l);
	end(&w);
}

int
main(void)
{
	practical_capacity();
	a_cent_of_rounding();
	whose();
	ends_of_capacity();
	return done();
}
