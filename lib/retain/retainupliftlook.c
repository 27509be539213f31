/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uplift: the days on which one customer is a case or a control, and what is counted of each. */
#include "retain/retainmoney.h"
#include "retain/retainupliftparts.h"
#include "stat/match.h"

enum { NEVER = CS_UPLIFT_NEVER, MONTHS = 12, MILLION = 1000000 };

/* One customer in one window, and a day of it. */
struct look {
	struct cs_retain_worker *w;
	const struct cs_uplift *u;
	const struct cs_life *life;
	const struct cs_uplift_own *own;
	int32_t t;	     /* of the first step of his group: what cs_sums_add takes */
	int32_t as_of, days; /* days of the window */
	size_t window;	     /* its number */
	struct cs_str window_text;
	int32_t known; /* the day of the first that is known of him, who has no joined_at */
	/* The day. */
	int32_t day, base;	    /* of the contact; after which what follows is compared */
	const struct cs_fact *fact; /* the contact; NULL: there was none */
	bool control;
	const struct cs_fact *who;
	int32_t came;
	int32_t left, until, next; /* days, NEVER: he did not; next: a control's next contact */
	uint32_t group;
};

static int32_t
day_of(const struct look *k, int64_t at)
{
	return (int32_t)cs_zone_day(k->w->r->zone, at);
}

/* Well spread bits of a customer and a number. */
static uint64_t
mix(uint64_t customer, uint64_t of)
{
	uint64_t x = customer + (of + 1) * UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static void
add(const struct look *k, unsigned part, int32_t step, int64_t v)
{
	if (v != 0)
		cs_sums_add(k->w->sums, k->group, part, k->t + step, v);
}

/* Purchases of days from .. to (both in), but those given back by the day `back`. */
struct bag {
	int64_t n, money;
};
static struct bag
bought(const struct look *k, int32_t from, int32_t to, int32_t back)
{
	struct bag bag = {0, 0};

	for (size_t i = 0; i < k->own->nbought && k->own->bought[i].day <= to; i++) {
		const struct cs_uplift_bought *b = &k->own->bought[i];

		if (b->day < from || b->back <= back)
			continue;
		bag.n++;
		bag.money += b->money;
	}
	return bag;
}

/* The step of a day of the window, 1 .. CS_UPLIFT_STEPS; the day itself is in the first. */
static int32_t
step_of(const struct look *k, int32_t day)
{
	int32_t each = (k->days + CS_UPLIFT_STEPS - 1) / CS_UPLIFT_STEPS;

	return day <= k->base ? 1 : (day - k->base - 1) / each + 1;
}

static struct cs_str
number(char text[CS_NUM_I64_MAX], int64_t v)
{
	return cs_str(text, cs_num_i64_text(text, v));
}

static enum cs_uplift_trend
trend_of(int64_t older, int64_t newer)
{
	if (older == 0 && newer == 0)
		return CS_UPLIFT_NOTHING;
	return newer < older ? CS_UPLIFT_LESS : newer > older ? CS_UPLIFT_MORE : CS_UPLIFT_SAME;
}

/* What he is worth: by the month, or what he brought in the earlier window; in whole units. */
static int64_t
value_of(const struct look *k, struct bag earlier)
{
	int64_t v;

	if (k->u->month_value < 0)
		return k->u->amount >= 0 ? earlier.money / MILLION : earlier.n;
	v = k->who != NULL ? cs_fact_number(k->life, k->who, k->u->month_value) : CS_FACT_NULL;
	return v != CS_FACT_NULL ? v / MILLION : 0;
}

/* What the staying of a case is worth a month. */
static void
count_value(const struct look *k)
{
	const struct cs_uplift *u = k->u;
	int64_t v = CS_FACT_NULL;

	if (k->control || cs_str_eqz(u->value_money, "\\N"))
		return;
	if (k->who != NULL && !cs_retain_foreign(k->life, CS_FACT_CUSTOMER, k->who,
				  u->value_currency, u->value_money))
		v = cs_fact_number(k->life, k->who, u->month_value);
	if (v != CS_FACT_NULL)
		add(k, CS_UPLIFT_STAY_VALUE, 0, v);
	else
		k->w->count[CS_RETAIN_MODE + CS_UPLIFT_WORTHLESS]++;
}

/* The group of sums: the keys of --by, then ours. */
static uint32_t
group_of(const struct look *k)
{
	const struct cs_retain *r = k->w->r;
	const struct cs_uplift *u = k->u;
	const int32_t end = k->day - u->ask->gap - k->days; /* of the earlier window, not in it */
	const int32_t middle = end - k->days / 2;
	struct bag older = bought(k, end - k->days, middle - 1, k->day - 1);
	struct bag newer = bought(k, middle, end - 1, k->day - 1);
	struct bag earlier = {older.n + newer.n, older.money + newer.money};
	uint32_t g = cs_retain_group(k->w, k->fact, k->who);
	struct cs_str cell[CS_UPLIFT_KEYS];
	char text[4][CS_NUM_I64_MAX];
	int year, month, mday;

	cs_civil_of_days(k->day, &year, &month, &mday);
	cell[CS_UPLIFT_KEY_WINDOW] = k->window_text;
	cell[CS_UPLIFT_KEY_CURRENCY] = u->money;
	cell[CS_UPLIFT_KEY_VALUE_CURRENCY] = u->value_money;
	cell[CS_UPLIFT_KEY_SIDE] = k->control ? CS_STR("control") : CS_STR("case");
	cell[CS_UPLIFT_KEY_MONTH] = number(text[0], (int64_t)year * MONTHS + month - 1);
	cell[CS_UPLIFT_KEY_TENURE] =
	    number(text[1], cs_match_band(u->ask->tenure, u->ask->ntenure, k->day - k->came));
	cell[CS_UPLIFT_KEY_VALUE] = number(text[2], cs_match_step(value_of(k, earlier)));
	cell[CS_UPLIFT_KEY_TREND] = number(text[3], trend_of(older.n, newer.n));
	for (unsigned i = 0; i < CS_UPLIFT_KEYS; i++)
		g = cs_sums_step(k->w->sums, u->key + i, g, cell[i]);
	for (size_t i = 0; i < r->nstrata; i++) {
		const struct cs_uplift_strata *by = &u->strata[i];
		const struct cs_fact *f = by->kind == CS_FACT_CONTACT ? k->fact : k->who;

		g = cs_sums_step(k->w->sums, u->key + CS_UPLIFT_KEYS + (unsigned)i, g,
		    f != NULL ? cs_fact_key(r->history, by->kind, f->group, (unsigned)by->key)
			      : CS_STR("\\N"));
	}
	return g;
}

/* What was bought in the windows before and after, by who was followed. */
static void
count_bought(const struct look *k)
{
	const int32_t from = k->day - k->u->ask->gap - k->days, end = k->base + k->days;
	const int32_t left = k->left <= end ? step_of(k, k->left) : NEVER;
	const int32_t quit = k->next <= end ? step_of(k, k->next) : NEVER;
	const int32_t last = left <= quit ? left : quit; /* step in which he was followed */
	const bool leaves = k->left <= k->next;		 /* while he was followed */
	struct bag before = bought(k, from, from + k->days - 1, k->day - 1);
	int32_t first = NEVER;

	add(k, CS_UPLIFT_MATURE, 0, 1);
	add(k, CS_UPLIFT_BEFORE_N, 0, before.n);
	add(k, CS_UPLIFT_BEFORE_BUYER, 0, before.n > 0);
	add(k, CS_UPLIFT_BEFORE_MONEY, 0, before.money);
	for (size_t i = 0; i < k->own->nbought; i++) {
		const struct cs_uplift_bought *b = &k->own->bought[i];
		int32_t step = step_of(k, b->day);

		if (b->day <= k->base || b->day > end || b->day > k->left || b->day > k->next ||
		    b->back <= end)
			continue;
		first = step < first ? step : first;
		add(k, CS_UPLIFT_AFTER_N, step, 1);
		add(k, CS_UPLIFT_AFTER_MONEY, step, b->money);
	}
	if (first != NEVER)
		add(k, CS_UPLIFT_FIRST, first, 1);
	if (last == NEVER)
		return;
	add(k, leaves ? CS_UPLIFT_LEFT : CS_UPLIFT_QUIT, last, 1);
	if (first == NEVER)
		add(k, leaves ? CS_UPLIFT_LEFT_NONE : CS_UPLIFT_QUIT_NONE, last, 1);
}

/* The first step that ends on the day that is at t on its axis, or behind it; NEVER: none. */
static int32_t
bound_of(const struct cs_uplift_grid *grid, int32_t t)
{
	for (size_t i = 0; i < grid->n; i++)
		if (grid->bound[i].t >= t)
			return (int32_t)i + 1;
	return NEVER;
}

/* Until which step of staying he was followed, and whether he left. */
static void
count_stay(const struct look *k, enum cs_axis axis)
{
	const struct cs_uplift_grid *grid = &k->u->grid[axis];
	int32_t left = NEVER, quit = NEVER, whole = 0;
	int32_t until = cs_axis_at(axis, k->base, k->until);

	/* Who leaves after his next contact leaves as a case. */
	if (k->left <= k->next && k->left != NEVER)
		left = bound_of(grid, cs_axis_at(axis, k->base, k->left));
	if (k->next != NEVER)
		quit = bound_of(grid, cs_axis_at(axis, k->base, k->next));
	while ((size_t)whole < grid->n && grid->bound[whole].t < until)
		whole++;
	if (left <= whole)
		add(k, CS_UPLIFT_STAY_LEFT + axis, left, 1);
	else if (whole < quit && (size_t)whole < grid->n)
		add(k, CS_UPLIFT_STAY_QUIT + axis, whole, 1);
	else if (quit <= (int32_t)grid->n)
		add(k, CS_UPLIFT_STAY_NEXT + axis, quit, 1);
}

/*
 * Who he was on the day, and whether he was there and had been for long enough; false: he does not
 * count, *why is which count says so, beyond CS_RETAIN_COUNTS: none.
 */
static bool
is_in(struct look *k, unsigned *why)
{
	const struct cs_retain *r = k->w->r;
	int64_t at = k->fact != NULL ? k->fact->at : cs_zone_day_start(r->zone, k->day);
	struct cs_stay stay;

	k->left = NEVER;
	k->until = k->as_of;
	k->who = cs_life_who(k->life, at);
	if (k->u->stays) {
		cs_leaving_stay(&r->leaving, k->life, at, &stay);
		*why = CS_RETAIN_STAY + (unsigned)stay.state;
		if (stay.state != CS_STAY_FOLLOWED)
			return false;
		*why = CS_RETAIN_STAY + CS_STAY_LOST;
		if (stay.from > at)
			return false;
		if (stay.left)
			k->left = day_of(k, stay.until);
		else
			k->until = day_of(k, stay.until);
	}
	/* At a landmark only who is still there is compared, on both sides. */
	*why = CS_RETAIN_MODE + CS_UPLIFT_GONE;
	if (r->has_landmark && (k->left <= k->base || k->until <= k->base))
		return false;
	k->came = k->known;
	if (k->who != NULL && (k->who->bits & CS_FACT_UNDATED) == 0)
		k->came = day_of(k, k->who->at);
	*why = CS_RETAIN_MODE + CS_UPLIFT_YOUNG;
	return k->day - k->u->ask->gap - k->days >= k->came;
}

/* Counts the day, on which he is in. */
static void
count_day(struct look *k)
{
	const int32_t end = k->base + k->days;

	k->group = group_of(k);
	add(k, CS_UPLIFT_N, 0, 1);
	if (k->u->buys && end < k->as_of && (k->left != NEVER || end < k->until))
		count_bought(k);
	else if (!k->control && k->window == 0)
		k->w->count[CS_RETAIN_MODE + CS_UPLIFT_EARLY]++;
	if (!k->u->stays || k->window != 0)
		return;
	add(k, CS_UPLIFT_STAY_N, 0, 1);
	count_value(k);
	for (unsigned axis = 0; axis < CS_AXES; axis++)
		count_stay(k, (enum cs_axis)axis);
}

/* Whether what is known reaches back over the windows before all days of this one's month. */
static bool
is_reached(const struct look *k)
{
	int year, month, day;

	cs_civil_of_days(k->day, &year, &month, &day);
	return k->day - day + 1 - (k->days - k->u->ask->window[0]) >= k->u->since;
}

/* The day after which what follows is compared: the landmark, or the day itself. */
static int32_t
base_of(const struct look *k)
{
	const struct cs_retain *r = k->w->r;

	return r->has_landmark ? (int32_t)cs_horizon_day(&r->landmark, k->day) : k->day;
}

/* On which side a contact is; false: on none. */
static bool
take_side(struct look *k)
{
	const struct cs_retain *r = k->w->r;
	struct cs_str status;

	k->control = false;
	if (!k->u->ask->unsolved)
		return true;
	status = cs_retain_status(
	    &k->u->solved, k->life, k->fact, cs_horizon_end(&r->landmark, r->zone, k->fact->at));
	k->control = !cs_str_eqz(status, "solved");
	return !cs_str_eqz(status, "\\N");
}

/* The days on which he makes contact, after none, or none for long. */
static void
cases(struct look *k)
{
	const int32_t quiet = k->u->ask->quiet;
	bool reported = false, in = false;

	for (size_t i = 0; i < k->own->ncontact; i++) {
		const struct cs_uplift_contact *c = &k->own->contact[i];
		unsigned why;

		if (c->fact == NULL)
			continue;
		reported = true;
		k->day = day_of(k, c->fact->at);
		k->base = base_of(k);
		k->fact = c->fact;
		k->next = NEVER;
		if (i > 0 && (quiet == 0 || c->day - c[-1].day <= quiet))
			k->w->count[CS_RETAIN_MODE + CS_UPLIFT_AGAIN] += k->window == 0;
		else if (!is_in(k, &why))
			k->w->count[why] += k->window == 0;
		else if (!is_reached(k))
			k->w->count[CS_RETAIN_MODE + CS_UPLIFT_UNREACHED] += k->window == 0;
		else if (take_side(k)) {
			in = true;
			count_day(k);
		} else
			k->w->count[CS_RETAIN_MODE + CS_UPLIFT_UNKNOWN] += k->window == 0;
	}
	if (k->window == 0)
		k->w->count[in ? CS_RETAIN_IN : CS_RETAIN_NO_ZERO] += in || !reported;
}

/* The day of each month on which he may be a control. */
static void
controls(struct look *k)
{
	const int32_t quiet = k->u->ask->quiet;
	int year, month, mday;
	int32_t first = k->known;
	size_t next = 0;

	for (size_t i = 0; i < k->life->n[CS_FACT_CUSTOMER]; i++) {
		const struct cs_fact *f = &k->life->fact[CS_FACT_CUSTOMER][i];

		if ((f->bits & CS_FACT_UNDATED) == 0 && day_of(k, f->at) < first)
			first = day_of(k, f->at);
	}
	if (first == NEVER)
		return;
	first += k->u->ask->gap + k->days;
	first = first > k->u->since ? first : k->u->since;
	cs_civil_of_days(first, &year, &month, &mday);
	k->fact = NULL;
	k->control = true;
	for (; cs_civil_days(year, month, 1) < k->as_of;
	     year += month / MONTHS, month = month % MONTHS + 1) {
		uint64_t days = (uint64_t)cs_civil_month_days(year, month);
		uint64_t of = (uint64_t)year * MONTHS + (uint64_t)month;
		unsigned why;

		k->day = (int32_t)(cs_civil_days(year, month, 1) +
				   (int64_t)(mix(k->life->customer, of) % days));
		k->base = base_of(k);
		while (next < k->own->ncontact && k->own->contact[next].day <= k->day)
			next++;
		if (next > 0 && quiet == 0)
			return;
		if (k->day < first || k->base + 1 >= k->as_of ||
		    (next > 0 && k->day - k->own->contact[next - 1].day <= quiet))
			continue;
		k->next = next < k->own->ncontact ? k->own->contact[next].day : NEVER;
		if (k->next <= k->base)
			continue;
		if (is_in(k, &why))
			count_day(k);
		else if (why == CS_RETAIN_STAY + CS_STAY_GONE && k->life->n[CS_FACT_CUSTOMER] < 2)
			return;
	}
}

int
cs_uplift_look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e)
{
	const struct cs_uplift *u = w->state;
	struct look k = {.w = w, .u = u, .life = life, .own = w->own};
	char text[CS_NUM_I64_MAX];

	(void)e;
	k.as_of = day_of(&k, w->r->as_of);
	k.t = (int32_t)(mix(life->customer, 0) % CS_UPLIFT_GROUPS) * CS_UPLIFT_T;
	cs_uplift_gather(w, life);
	k.known = k.own->known;
	for (k.window = 0; k.window < u->ask->nwindow; k.window++) {
		k.days = u->ask->window[k.window];
		k.window_text = number(text, k.days);
		cases(&k);
		if (!u->ask->unsolved)
			controls(&k);
	}
	return 0;
}
