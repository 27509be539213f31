/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --who by hand: whose customer somebody is, of legs, further contacts and minutes; and how many of
 * them stayed and what they bought, at horizons that are over, not over, and of the landmark.
 */
#include "retain/retainwhowork.h"

#include "lives.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct run {
	struct lives l;
	struct cs_str unit[1], none[1];
	struct cs_retainwho_ask ask;
	struct cs_horizon at[2];
	struct cs_retain r;
	struct cs_retainwho s;
	struct cs_retain_worker w;
	struct cs_who_own own;
	struct cs_buf found; /* units, each with a blank ahead */
};

/* What is asked for, and records; blanks are tabs in them. */
static void
begin(struct run *x, enum cs_who_share share, const char *landmark)
{
	*x = (struct run){.unit = {CS_STR("team")}, .none = {CS_STR("none")}};
	lives_begin(&x->l);
	x->ask = (struct cs_retainwho_ask){x->unit, 1, share};
	x->r = (struct cs_retain){.mode = &cs_retainwho,
	    .ask = &x->ask,
	    .arena = &x->l.arena,
	    .env = x->l.env,
	    .history = &x->l.h,
	    .zero = CS_ZERO_CONTACT,
	    .zero_kind = CS_FACT_CONTACT,
	    .at = x->at,
	    .nat = 2,
	    .strata = x->none,
	    .nstrata = 1};
	x->r.zone = cs_zone_get(CS_STR("UTC"), &x->l.e);
	ok(cs_horizon_parse(CS_STR("10d"), &x->at[0], &x->l.e) == 0 &&
		cs_horizon_parse(CS_STR("1mo"), &x->at[1], &x->l.e) == 0,
	    "horizons");
	x->r.has_landmark = landmark != NULL;
	if (landmark != NULL)
		(void)cs_horizon_parse(cs_str_z(landmark), &x->r.landmark, &x->l.e);
}

static char *
tabs(struct run *x, const char *text)
{
	size_t n = strlen(text) + 1;
	char *t = cs_arena_new(&x->l.arena, n, 1);

	memcpy(t, text, n);
	for (char *p = t; *p != '\0'; p++)
		*p = *p == ' ' ? '\t' : *p;
	return t;
}

/* Binds, reads in batches of so many rows by so many workers, and looks. */
static void
go(struct run *x, size_t rows, unsigned workers,
    int (*look)(void *, unsigned, const struct cs_life *, struct cs_err *))
{
	struct lives *l = &x->l;

	ok(cs_leaving_parse(CS_STR("left_at"), &x->r.leaving, &l->e) == 0, "rule of leaving");
	x->r.leaving.zone = x->r.zone;
	ok(cs_leaving_bind(&x->r.leaving, &l->h, &l->env, &l->e) == 0 &&
		cs_retainwho.bind(&x->r, &x->s, &l->e) == 0 &&
		cs_history_bind(&l->h, &l->env, &l->e) == 0 && lives_read(l, rows, workers, 0) == 0,
	    "read: %s", l->e.msg);
	x->r.as_of = x->r.leaving.as_of = l->h.as_of;
	x->own.cells = cs_cells_new(&x->s.scheme, &x->s.by);
	x->w = (struct cs_retain_worker){.r = &x->r, .state = &x->s, .own = &x->own};
	ok(lives_look(l, 1, 0, x, look) == 0, "looked: %s", l->e.msg);
}

static void
end(struct run *x)
{
	cs_retainwho.finish(&x->w);
	cs_buf_finish(&x->found);
	lives_end(&x->l);
}

/* --- whose customer somebody is --- */

/* Contacts of one customer: hour, contact, leg, team, handle_s. */
static const struct question {
	const char *what, *rows, *last, *equal, *minutes;
	const char *landmark; /* NULL: none */
	int several;
} questions[] = {
    {"one leg", "01 1 1 red 60\n", " red", " red", " red", NULL, 0},
    {"two legs", "01 1 1 red 600\n02 1 2 blue 60\n", " blue", " red blue", " red", NULL, 1},
    {"of equals the later", "01 1 1 red 60\n02 1 2 blue 60\n", " blue", " red blue", " blue", NULL,
	1},
    {"minutes of a team add up", "01 1 1 red 40\n02 1 2 blue 60\n03 1 3 red 30\n", " red",
	" red blue", " red", NULL, 1},
    {"time that is not known is none", "01 1 1 red \\N\n02 1 2 blue 1\n03 1 3 green \\N\n",
	" green", " red blue green", " blue", NULL, 1},
    {"a leg that nobody took", "01 1 1 red 60\n02 1 2 \\N 600\n", " red", " red", " red", NULL, 0},
    {"nobody took it", "01 1 1 \\N \\N\n", " \\N", " \\N", " \\N", NULL, 0},
    {"further contacts do not count", "01 1 1 red 60\n05 2 1 blue 600\n", " red", " red", " red",
	NULL, 0},
    {"but until the landmark", "01 1 1 red 60\n05 2 1 blue 600\n", " blue", " red blue", " blue",
	"1d", 1},
    {"a leg of the first between", "01 1 1 red 60\n02 2 1 blue 50\n03 1 2 red 1\n", " red",
	" red blue", " red", "1d", 1},
};

static int
look_groups(void *ctx, unsigned worker, const struct cs_life *life, struct cs_err *e)
{
	struct run *x = ctx;
	struct cs_entry in = {.fact = cs_life_first(life, CS_FACT_CONTACT)};

	(void)worker;
	(void)e;
	in.zero = in.fact->at;
	in.zero_day = cs_zone_day(x->r.zone, in.zero);
	cs_who_groups(&x->w, life, &in, &x->own);
	for (size_t i = 0; i < x->own.n; i++) {
		uint32_t id;

		cs_keys_values(&x->own.cells->keys, x->own.group[i], &id);
		cs_buf_c(&x->found, ' ');
		cs_buf_str(&x->found, cs_map_key(&x->own.cells->keys.value[0], id));
	}
	return 0;
}

static void
test_groups(const struct question *q)
{
	const char *const want[] = {
	    [CS_WHO_LAST] = q->last, [CS_WHO_EQUAL] = q->equal, [CS_WHO_MINUTES] = q->minutes};

	for (int share = CS_WHO_LAST; share <= CS_WHO_MINUTES; share++) {
		struct cs_buf text = CS_BUF_INIT;
		struct run x;

		begin(&x, (enum cs_who_share)share, q->landmark);
		cs_buf_z(&text, "customer_id started_at contact_id leg team handle_s\n");
		for (const char *at = q->rows; *at != '\0'; at += strcspn(at, "\n") + 1)
			cs_buf_printf(&text, "k 2026-01-01T%.2s:00:00Z%.*s\n", at,
			    (int)strcspn(at, "\n") - 2, at + 2);
		lives_input(&x.l, CS_FACT_CONTACT, tabs(&x, cs_buf_cstr(&text)));
		lives_input(&x.l, CS_FACT_CUSTOMER, "customer_id\tjoined_at\tleft_at\n");
		go(&x, 2, 1, look_groups);
		is_str(cs_buf_cstr(&x.found), want[share], "%s, share %d", q->what, share);
		is_int(
		    x.w.count[CS_RETAIN_MODE + CS_WHO_SEVERAL], q->several, "%s: several", q->what);
		cs_buf_finish(&text);
		end(&x);
	}
}

/* --- how many stayed --- */

static int
look_counts(void *ctx, unsigned worker, const struct cs_life *life, struct cs_err *e)
{
	struct run *x = ctx;

	(void)worker;
	return cs_retainwho.look(&x->w, life, e);
}

/*
 * As-of is 28 February. a stays; b leaves after five days, c after twenty; d came eight days
 * before as-of, and nothing of him is over; e is followed by nobody. blue had b and f, who leaves
 * on the very day on which the ten days end.
 */
static const char customers[] = "customer_id joined_at left_at\n"
				"a 2026-01-01T00:00:00Z \\N\n"
				"b 2026-01-01T00:00:00Z 2026-01-15T12:00:00Z\n"
				"c 2026-01-01T00:00:00Z 2026-01-30T12:00:00Z\n"
				"d 2026-01-01T00:00:00Z \\N\n"
				"f 2026-01-01T00:00:00Z 2026-01-20T12:00:00Z\n";
static const char contacts[] = "contact_id customer_id team started_at\n"
			       "1 a red 2026-01-10T10:00:00Z\n"
			       "2 b blue 2026-01-10T10:00:00Z\n"
			       "3 c red 2026-01-10T10:00:00Z\n"
			       "4 d red 2026-02-20T10:00:00Z\n"
			       "5 e red 2026-01-10T10:00:00Z\n"
			       "6 f blue 2026-01-10T10:00:00Z\n"
			       "7 a green 2026-02-28T00:00:00Z\n";
/* Of a: before time zero, within ten days, on their last day, given back by then and later. */
static const char purchases[] = "customer_id purchased_at amount refunded_at\n"
				"a 2026-01-09T10:00:00Z 1000 \\N\n"
				"a 2026-01-12T10:00:00Z 10.50 \\N\n"
				"a 2026-01-20T23:00:00Z 2 \\N\n"
				"a 2026-01-21T01:00:00Z 4 \\N\n"
				"a 2026-01-13T10:00:00Z 100 2026-01-14T10:00:00Z\n"
				"a 2026-01-14T10:00:00Z 200 2026-01-25T10:00:00Z\n"
				"c 2026-01-11T10:00:00Z 3 \\N\n";

static const struct expected {
	const char *team;
	size_t at;
	int64_t stayed, n, micros;
} expected[] = {
    {"red", 0, 2, 2, 212500000 + 3000000},
    {"red", 1, 1, 2, 16500000 + 3000000},
    {"blue", 0, 0, 2, 0},
    {"blue", 1, 0, 2, 0},
};

static void
is_expected(const struct run *x, const struct expected *y)
{
	struct cs_cells *c = x->own.cells;

	for (uint32_t g = 0; g < c->keys.ngroup; g++) {
		const struct cs_of_n *share = &c->store.acc[x->s.stayed[y->at]].share[g];
		uint32_t id;

		cs_keys_values(&c->keys, g, &id);
		if (!cs_str_eqz(cs_map_key(&c->keys.value[0], id), y->team))
			continue;
		is_int(share->x, y->stayed, "%s, %zu: stayed", y->team, y->at);
		is_int(share->n, y->n, "%s, %zu: of so many", y->team, y->at);
		is_int(c->store.acc[x->s.revenue[y->at]].moments[g].sum, y->micros,
		    "%s, %zu: bought", y->team, y->at);
		return;
	}
	ok(false, "there is team %s", y->team);
}

static void
test_counts(void)
{
	for (unsigned rows = 1; rows <= 8; rows++) {
		struct run x;

		begin(&x, CS_WHO_LAST, NULL);
		lives_input(&x.l, CS_FACT_CUSTOMER, tabs(&x, customers));
		lives_input(&x.l, CS_FACT_CONTACT, tabs(&x, contacts));
		lives_input(&x.l, CS_FACT_PURCHASE, tabs(&x, purchases));
		go(&x, rows, 1 + rows % LIVES_WORKERS, look_counts);
		for (size_t i = 0; i < COUNT(expected); i++)
			is_expected(&x, &expected[i]);
		is_int(x.w.count[CS_RETAIN_MODE + CS_WHO_YOUNG], 2, "horizons that are not over");
		is_int(x.w.count[CS_RETAIN_STAY + CS_STAY_UNKNOWN], 1, "not among customers");
		is_int(x.w.count[CS_RETAIN_IN], 5, "who is in it");
		end(&x);
	}
}

/* Time begins anew at the landmark, for those who are still there at it. */
static void
test_landmark(void)
{
	static const struct expected later = {"red", 0, 1, 2, 0};
	struct run x;

	begin(&x, CS_WHO_LAST, "14d");
	lives_input(&x.l, CS_FACT_CUSTOMER, tabs(&x, customers));
	lives_input(&x.l, CS_FACT_CONTACT, tabs(&x, contacts));
	lives_input(&x.l, CS_FACT_PURCHASE, tabs(&x, purchases));
	go(&x, 3, 2, look_counts);
	is_expected(&x, &later);
	is_int(x.w.count[CS_RETAIN_MODE + CS_WHO_BEFORE], 3, "gone by then, or not followed to it");
	end(&x);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(questions); i++)
		test_groups(&questions[i]);
	test_counts();
	test_landmark();
	return done();
}
