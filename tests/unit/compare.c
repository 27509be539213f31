/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both sides of a comparison: each is what a run over its rows alone counts, however rows are
 * dealt; groups find what they are held against, also where there is nothing; differences of each
 * kind.
 */
#include "table/compare.h"

#include "desk.h"

static const char rows[] =
    "contact_id\tcustomer_id\tagent_id\tstarted_at\twait_"
    "s\tdisposition\tcsat\tnps\tcost\tcurrency\n"
    "c1\tk1\tbob\t2026-03-02T08:00:00Z\t5\tanswered\t5\t10\t1.10\tEUR\n"
    "c2\tk2\tbob\t2026-03-03T08:14:59Z\t25\tanswered\t4\t9\t2.20\tEUR\n"
    "c3\tk1\tann\t2026-03-03T08:15:00Z\t10\tabandoned\t\\N\t\\N\t\\N\t\\N\n"
    "c4\tk3\t\\N\t2026-03-04T09:00:00Z\t\\N\tclosed\t\\N\t0\t\\N\tEUR\n"
    "c5\tk1\ta\\tb\t2026-03-04T09:00:00Z\t0\tanswered\t1\t7\t-0.000001\tEUR\n"
    "c6\t\\N\tbob\t\\N\t61\tabandoned\t\\N\t6\t3\tEUR\n"
    "c7\tk2\tbob\t2026-03-05T09:00:00Z\t61\tabandoned\t2\t6\t3\tEUR\n";

static const char metrics[] = "contacts,asa,p50_wait,sl_offered,csat_mean,nps,cost_mean,customers,"
			      "repeat_1d,repeat_free_1d,x=mean(sum(wait_s) per agent_id)";

/* Marks of the rows: own side 3, other side 4 more; 1 and 2 are neither. */
static const char *const marks[] = {
    "3333333", "7777777", "3456701", "1111111", "5353535", "6767676", "4444443"};

/* The marks of one side as those of a run without a comparison. */
static void
marks_of(char *to, const char *mark, enum cs_side side)
{
	for (; *mark != '\0'; mark++) {
		int v = *mark - '0';
		bool on = side == CS_SIDE_OWN ? (v & 3) == 3 : (v & 4) != 0;

		*to++ = (char)(on ? '3' : v == 0 ? '0' : '1');
	}
	*to = '\0';
}

/* Counts on two sides. *sided must stay where it is until desk_finish. */
static int
count_sides(struct desk_state *d, struct cs_by *sided, const struct desk_run *r, struct cs_err *e)
{
	struct cs_str rest = cs_str_z(rows), head;
	int result = -1;

	memset(d, 0, sizeof *d);
	(void)cs_str_split(&rest, '\n', &head);
	if (cs_head_parse(&d->head, head, e) != 0 || desk_bind(d, r, e) != 0)
		return -1;
	cs_by_sides(sided, &d->arena, &d->by);
	d->job.by = sided;
	d->folds = r->folds;
	for (unsigned i = 0; i < d->folds; i++)
		cs_fold_init(&d->fold[i], &d->job);
	result = desk_deal(d, r, rest, e);
	for (unsigned i = 1; i < d->folds && result == 0; i++)
		result = cs_fold_merge(&d->fold[0], &d->fold[i], e);
	return result == 0 ? cs_fold_finish(&d->fold[0], e) : -1;
}

static void
test_sides(const char *by, const char *mark, unsigned folds, size_t batch)
{
	struct desk_run run = {.metrics = metrics, .by = by, .as_of = "2026-03-06T00:00:00Z"};
	struct cs_err e = CS_ERR_INIT;
	struct cs_cells *c;
	struct cs_by sided;
	struct desk_state d;
	char alone[16], *got, *want;

	run.mark = mark;
	run.folds = folds;
	run.rows = batch;
	if (!ok(count_sides(&d, &sided, &run, &e) == 0, "by %s, marks %s: counted", by, mark))
		printf("# %s\n", e.msg);
	for (enum cs_side side = CS_SIDE_OWN; side < CS_SIDES && e.status == 0; side++) {
		if (!ok(cs_cells_side(&c, d.fold[0].cells, &d.by, side, &e) == 0, "a side of it"))
			break;
		got = desk_write(c, &run, &e);
		marks_of(alone, mark, side);
		run.mark = alone;
		want = desk_run(&run, rows);
		is_str(got, want, "by %s, marks %s, side %d, %u folds", by, mark, (int)side, folds);
		run.mark = mark;
		free(got);
		free(want);
		cs_cells_free(c);
	}
	desk_finish(&d);
}

/* What the group at a place of the table is held against, as the contacts there; -1: nothing is
 * known. */
static int64_t
contacts_before(struct cs_cells *table, const struct cs_before *b, size_t place)
{
	uint32_t group = b->group[table->order[place]];
	struct cs_stat s;

	if (group == CS_GROUP_NONE)
		return -1;
	cs_cells_stat_of(b->cells, group, 0, &s);
	return s.n;
}

static void
test_intervals(void)
{
	static const struct {
		int64_t known, want[8];
	} t[] = {
	    /* days 2 (one contact) 3 (two) 4 (two) 5 (one), and NULL */
	    {CS_INSTANT_MIN, {-1, 1, 2, 2, -1}},
	    {1772409600 * CS_USEC, {-1, 1, 2, 2, -1}}, /* 2026-03-02 */
	    {1772323200 * CS_USEC, {0, 1, 2, 2, -1}},  /* 2026-03-01 */
	};
	struct desk_run run = {.metrics = "contacts", .by = "day"};
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_versus vs = {.set = true, .intervals = true, .known = t[i].known};
		struct cs_before b;
		struct desk_state d;

		if (!ok(desk_count(&d, &run, rows, &e) == 0, "days"))
			continue;
		cs_cells_sort(d.fold[0].cells);
		cs_before_pair(&b, d.fold[0].cells, &vs);
		for (size_t k = 0; k < 5; k++)
			is_int(contacts_before(d.fold[0].cells, &b, k), t[i].want[k],
			    "before day %zu, case %zu", k + 1, i + 1);
		ok(b.ratio[d.fold[0].cells->order[1]] == 1, "days are as long as each other");
		cs_before_finish(&b);
		desk_finish(&d);
	}
}

/* Each kind of statistic goes to its own method. */
static void
test_kinds(void)
{
	struct cs_moments a = CS_MOMENTS_INIT, b = CS_MOMENTS_INIT;
	struct cs_stat x = {.kind = CS_STAT_SHARE, .n = 70, .x = 56};
	struct cs_stat y = {.kind = CS_STAT_SHARE, .n = 80, .x = 48};
	struct cs_diff d = cs_compare_stats(&x, &y, 1, .95);

	is_near(d.est.lo, .0524314724024, 1e-9, "shares");
	x = (struct cs_stat){.kind = CS_STAT_NPS, .n = 100, .up = 50, .down = 20};
	y = (struct cs_stat){.kind = CS_STAT_NPS, .n = 100, .up = 30, .down = 40};
	d = cs_compare_stats(&x, &y, 1, .95);
	is_near(d.est.est, 40, 1e-12, "scores, in points");
	is_near(d.p, .000451095347614, 1e-9, "and their p");
	x = (struct cs_stat){.kind = CS_STAT_COUNT, .n = 130};
	y = (struct cs_stat){.kind = CS_STAT_COUNT, .n = 100};
	is_near(cs_compare_stats(&x, &y, 30 / 31., .95).p, .02933599902503, 1e-9,
	    "counts, in times of different length");
	for (int i = 0; i < 12; i++) {
		cs_moments_add(&a, 1000000 * i);
		cs_moments_add(&b, 2000000 * i);
	}
	x = (struct cs_stat){.kind = CS_STAT_MEAN, .scale = 6, .n = 12, .moments = &a};
	y = (struct cs_stat){.kind = CS_STAT_MEAN, .scale = 6, .n = 12, .moments = &b};
	is_near(cs_compare_stats(&x, &y, 1, .95).est.est, -5.5, 1e-12, "means of decimals");
	x = (struct cs_stat){.kind = CS_STAT_SURVIVAL, .n = 50, .se = .1};
	x.value = (struct cs_real){CS_REAL_ESTIMATE, 0, 1, .8};
	y = x;
	ok(cs_compare_stats(&x, &y, 1, .95).p == 1, "survival");
	y.value.kind = CS_REAL_NULL;
	ok(!cs_compare_stats(&x, &y, 1, .95).est.ok, "of nothing");
	x.kind = y.kind = CS_STAT_SUM;
	d = cs_compare_stats(&x, &y, 1, .95);
	ok(!d.est.ci && d.p < 0, "sums have no test");
}

int
main(void)
{
	static const char *const keys[] = {NULL, "agent", "day,agent"};

	for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
		for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
			test_sides(keys[k], marks[m], 1, 0);
			test_sides(keys[k], marks[m], 3, 1 + m % 3);
		}
	}
	test_intervals();
	test_kinds();
	return done();
}
