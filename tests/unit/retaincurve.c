/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Retention curves from sums: tables, sentences, comparisons; counts that cannot be. */
#include "retain/retaincurve.h"

#include <unistd.h>

#include "retain/retaincurvework.h"

#include "../tap.h"

/* Fifteen customers: days followed, and how it ended (0: followed no longer). */
static const int days[] = {30, 45, 45, 60, 60, 90, 120, 182, 182, 200, 365, 547, 547, 547, 547};
static const int how[] = {1, 2, 0, 1, 2, 0, 1, 1, 0, 0, 2, 0, 0, 0, 0};

enum { ARM, SITE, ENDING, KEYS };

static struct cs_key_def key[KEYS] = {{.name = CS_STR_INIT("arm"), .type = CS_TEXT},
    {.name = CS_STR_INIT("site"), .type = CS_TEXT},
    {.name = CS_STR_INIT("ending"), .type = CS_TEXT}};

static const struct cs_horizon at[] = {
    {CS_AXIS_DAYS, 0, 30, 30, CS_STR_INIT("30d")},
    {CS_AXIS_DAYS, 0, 182, 182, CS_STR_INIT("182d")},
    {CS_AXIS_DAYS, 0, 547, 547, CS_STR_INIT("547d")},
    {CS_AXIS_DAYS, 0, 548, 548, CS_STR_INIT("548d")},
};

/* A run with so many of its keys, the rest of which were summed over. */
struct run {
	struct cs_arena arena;
	struct cs_retain r;
	struct cs_retaincurve_ask ask;
	struct cs_retaincurve state;
	struct cs_sums_form form;
	struct cs_sums sums;
	struct cs_retain_worker w;
};

static void
begin(struct run *run, unsigned nby, unsigned nkey)
{
	*run = (struct run){.ask = {.points = false}};
	run->r = (struct cs_retain){.mode = &cs_retaincurve,
	    .ask = &run->ask,
	    .arena = &run->arena,
	    .at = at,
	    .nat = 3,
	    .level = .95,
	    .key = key,
	    .nby = nby,
	    .nkey = nkey};
	run->state = (struct cs_retaincurve){.ask = &run->ask, .ending = -1, .nshown = nby};
	run->form = (struct cs_sums_form){key, nkey, cs_retaincurve.part, cs_retaincurve.npart};
	cs_sums_init(&run->sums, &run->form);
	run->w = (struct cs_retain_worker){.r = &run->r, .state = &run->state, .sums = &run->sums};
}

static void
end(struct run *run)
{
	cs_sums_finish(&run->sums);
	cs_arena_finish(&run->arena);
}

static void
add(struct run *run, const char *const *value, int t, bool left, int late)
{
	uint32_t g = 0;

	for (unsigned k = 0; k < run->r.nkey; k++)
		g = cs_sums_step(&run->sums, k, g, cs_str_z(value[k]));
	cs_sums_add(&run->sums, g, left ? CS_CURVE_LEFT : CS_CURVE_QUIT, t, 1);
	if (late > 0)
		cs_sums_add(&run->sums, g, CS_CURVE_LATE, late, 1);
}

/* The table, header first; static, until the next call. */
static const char *
table(struct run *run, struct cs_err *e)
{
	static char text[8192];
	FILE *file = tmpfile();
	struct cs_head head = CS_HEAD_INIT;
	struct cs_writer out;
	size_t n;

	cs_writer_init(&out, fileno(file), "table");
	for (unsigned k = 0; k < run->r.nby; k++)
		(void)cs_head_add(&head, key[k].name, e);
	if (cs_retaincurve.head(&run->r, &run->state, &head, e) == 0) {
		cs_writer_head(&out, &head);
		if (cs_retaincurve.rows(&run->w, &run->state, &out, e) == 0)
			(void)cs_writer_finish(&out, e);
	}
	rewind(file);
	n = fread(text, 1, sizeof text - 1, file);
	text[n] = '\0';
	fclose(file);
	cs_writer_free(&out);
	cs_head_finish(&head);
	return text;
}

static void
test_horizons(void)
{
	static const char *const one[] = {"a"};
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf say = CS_BUF_INIT;
	struct run run;

	begin(&run, 1, 1);
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		add(&run, one, days[i], how[i] != 0, 0);
	(void)cs_sums_sort(&run.sums, &e);
	run.r.nat = 4;
	is_str(table(&run, &e),
	    "arm\thorizon\tcustomers\tat_risk_n\tleft_n\tstayed\tstayed_lo\tstayed_hi\t"
	    "stayed_days\tstayed_days_lo\tstayed_days_hi\tflag\n"
	    "a\t30d\t15\t15\t1\t0.93333333\t0.61264124\t0.99033224\t30\t\\N\t\\N\t\\N\n"
	    "a\t182d\t15\t8\t6\t0.56172840\t0.26884972\t0.77630010\t140.1358025\t"
	    "109.411336\t170.8602689\tsmall_n\n"
	    "a\t547d\t15\t4\t7\t0.44938272\t0.16629141\t0.70002772\t324.7197531\t"
	    "205.7685039\t443.6710023\tsmall_n\n"
	    "a\t548d\t15\t0\t7\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\tbeyond_followup\n",
	    "horizons; the last is too far");
	run.r.explain = true;
	run.r.nat = 1;
	is_str(table(&run, &e),
	    "arm\thorizon\tcustomers\tat_risk_n\tleft_n\tstayed\tstayed_lo\tstayed_hi\t"
	    "stayed_days\tstayed_days_lo\tstayed_days_hi\tflag\tstayed_se\tstayed_days_se\t"
	    "half_left_days\thalf_left_days_lo\thalf_left_days_hi\n"
	    "a\t30d\t15\t15\t1\t0.93333333\t0.61264124\t0.99033224\t30\t\\N\t\\N\t\\N\t"
	    "0.06440611887\t\\N\t365\t60\t\\N\n",
	    "with what statisticians ask for");
	run.r.nat = 4;
	is_int(cs_retaincurve.say(&run.w, &run.state, &say, &e), 0, "said");
	is_str(cs_buf_cstr(&say),
	    "Of 100 customers with arm a 45 (17 to 70) stayed 547 days.\n"
	    "How many stay 548 days cannot be said yet: nobody was followed for so long (547 days "
	    "at most).\n"
	    "(Kaplan and Meier; bounds of log(-log), by Greenwood.)\n",
	    "in words, and how that was reckoned");
	run.ask.points = true;
	run.r.explain = false;
	is_str(table(&run, &e),
	    "arm\tday_n\tcustomers\tat_risk_n\tleft_n\tstayed\tstayed_lo\tstayed_hi\tflag\n"
	    "a\t0\t15\t15\t0\t1.00000000\t\\N\t\\N\tzero_var\n"
	    "a\t30\t15\t15\t1\t0.93333333\t0.61264124\t0.99033224\t\\N\n"
	    "a\t45\t15\t14\t2\t0.86666667\t0.56391201\t0.96488450\t\\N\n"
	    "a\t60\t15\t12\t4\t0.72222222\t0.41717517\t0.88591681\t\\N\n"
	    "a\t120\t15\t9\t5\t0.64197531\t0.33860603\t0.83410956\tsmall_n\n"
	    "a\t182\t15\t8\t6\t0.56172840\t0.26884972\t0.77630010\tsmall_n\n"
	    "a\t365\t15\t5\t7\t0.44938272\t0.16629141\t0.70002772\tsmall_n\n"
	    "a\t547\t15\t4\t7\t0.44938272\t0.16629141\t0.70002772\tsmall_n\n",
	    "every step");
	run.r.min_group = 16;
	is_str(strchr(table(&run, &e), '\n'), "\n", "a group of too few is not shown");
	cs_buf_finish(&say);
	end(&run);
}

static void
test_endings(void)
{
	static const char *const kind[] = {"\\N", "left", "moved"};
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf say = CS_BUF_INIT;
	struct run run;

	begin(&run, 0, 1);
	run.ask.endings = CS_STR("left_reason");
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		add(&run, &kind[how[i]], days[i], how[i] != 0, 0);
	(void)cs_sums_sort(&run.sums, &e);
	is_str(table(&run, &e),
	    "horizon\tending\tcustomers\tat_risk_n\tleft_n\tended\tended_lo\tended_hi\tflag\n"
	    "30d\tleft\t15\t15\t1\t0.06666667\t0.00430036\t0.26032196\t\\N\n"
	    "30d\tmoved\t15\t15\t0\t0.00000000\t\\N\t\\N\tzero_var\n"
	    "182d\tleft\t15\t8\t4\t0.29938272\t0.09136964\t0.54451453\tsmall_n\n"
	    "182d\tmoved\t15\t8\t2\t0.13888889\t0.02254376\t0.35786182\tsmall_n\n"
	    "547d\tleft\t15\t4\t4\t0.29938272\t0.09136964\t0.54451453\tsmall_n\n"
	    "547d\tmoved\t15\t4\t3\t0.25123457\t0.05589108\t0.51604436\tsmall_n\n",
	    "each ending for itself");
	is_int(cs_retaincurve.say(&run.w, &run.state, &say, &e), 0, "said");
	is_str(cs_buf_cstr(&say),
	    "Of 100 customers 45 (17 to 70) stayed 547 days.\n"
	    "Of 100 customers these left within 547 days: left 30 (9 to 54), moved 25 (6 to "
	    "52).\n",
	    "in words");
	run.ask.points = true;
	is_str(table(&run, &e),
	    "day_n\tending\tcustomers\tat_risk_n\tleft_n\tended\tended_lo\tended_hi\tflag\n"
	    "0\tleft\t15\t15\t0\t0.00000000\t\\N\t\\N\tzero_var\n"
	    "0\tmoved\t15\t15\t0\t0.00000000\t\\N\t\\N\tzero_var\n"
	    "30\tleft\t15\t15\t1\t0.06666667\t0.00430036\t0.26032196\t\\N\n"
	    "45\tmoved\t15\t14\t1\t0.06666667\t0.00430036\t0.26032196\t\\N\n"
	    "60\tleft\t15\t12\t2\t0.13888889\t0.02254376\t0.35786182\t\\N\n"
	    "60\tmoved\t15\t12\t2\t0.13888889\t0.02254376\t0.35786182\t\\N\n"
	    "120\tleft\t15\t9\t3\t0.21913580\t0.05249030\t0.45751123\tsmall_n\n"
	    "182\tleft\t15\t8\t4\t0.29938272\t0.09136964\t0.54451453\tsmall_n\n"
	    "365\tmoved\t15\t5\t3\t0.25123457\t0.05589108\t0.51604436\tsmall_n\n"
	    "547\tleft\t15\t4\t4\t0.29938272\t0.09136964\t0.54451453\tsmall_n\n"
	    "547\tmoved\t15\t4\t3\t0.25123457\t0.05589108\t0.51604436\tsmall_n\n",
	    "each step of each ending");
	cs_buf_finish(&say);
	end(&run);
}

/* Remission under 6-MP and without (Freireich 1963), by pair; strata of seven pairs. */
static const struct {
	int t, control;
	bool event;
} pair[] = {{10, 1, 1}, {7, 22, 1}, {32, 3, 0}, {23, 12, 1}, {22, 8, 1}, {6, 17, 1}, {16, 2, 1},
    {34, 11, 0}, {32, 8, 0}, {25, 12, 0}, {11, 2, 0}, {20, 5, 0}, {19, 4, 0}, {6, 15, 1},
    {17, 8, 0}, {35, 23, 0}, {6, 5, 1}, {13, 11, 1}, {9, 4, 0}, {6, 1, 0}, {10, 8, 0}};

static void
test_compare(void)
{
	static const char *const site[] = {"s0", "s1", "s2"};
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf say = CS_BUF_INIT;
	struct run run;

	for (int strata = 0; strata < 2; strata++) {
		begin(&run, 1, strata != 0 ? 2 : 1);
		run.ask.compare = true;
		run.r.explain = true;
		for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
			const char *a[] = {"6-MP", site[i / 7]}, *b[] = {"control", site[i / 7]};

			add(&run, a, pair[i].t, pair[i].event, 0);
			add(&run, b, pair[i].control, true, 0);
		}
		(void)cs_sums_sort(&run.sums, &e);
		is_str(table(&run, &e),
		    strata == 0 ? "arm\tcustomers\tleft_n\tleft_expected\tleft_pace\tleft_pace_lo\t"
				  "left_pace_hi\tverdict\tflag\tchi2\tdf\tp\n"
				  "6-MP\t21\t9\t19.25050095\t0.1943187086\t0.08876125526\t"
				  "0.4254081403\tthey differ\t\\N\t16.79294099\t1\t4.16881e-05\n"
				  "control\t21\t21\t10.74949905\t5.146184878\t2.350683744\t"
				  "11.26617686\tthey differ\t\\N\t16.79294099\t1\t4.16881e-05\n"
				: "arm\tcustomers\tleft_n\tleft_expected\tleft_pace\tleft_pace_lo\t"
				  "left_pace_hi\tverdict\tflag\tchi2\tdf\tp\n"
				  "6-MP\t21\t9\t18.66852314\t0.2265722837\t0.1051113261\t"
				  "0.4883869478\tthey differ\t\\N\t14.35477173\t1\t0.000151396\n"
				  "control\t21\t21\t11.33147686\t4.41360251\t2.047556767\t"
				  "9.513722613\tthey differ\t\\N\t14.35477173\t1\t0.000151396\n",
		    strata == 0 ? "two groups" : "in strata");
		end(&run);
	}
	begin(&run, 1, 1);
	run.ask.compare = true;
	for (int i = 0; i < 40; i++) {
		const char *a[] = {i % 2 != 0 ? "a" : "b"};

		add(&run, a, 5 + i / 2, i % 4 < 2, 0);
	}
	(void)cs_sums_sort(&run.sums, &e);
	is_str(table(&run, &e),
	    "arm\tcustomers\tleft_n\tleft_expected\tleft_pace\tleft_pace_lo\tleft_pace_hi\tverdict"
	    "\tflag\n"
	    "a\t20\t10\t10\t1\t0.3999159745\t2.50052527\tcould be luck\t\\N\n"
	    "b\t20\t10\t10\t1\t0.3999159745\t2.50052527\tcould be luck\t\\N\n",
	    "two that are alike");
	is_int(cs_retaincurve.say(&run.w, &run.state, &say, &e), 0, "said");
	is_str(cs_buf_cstr(&say),
	    "How many stay 30 days cannot be said yet: nobody was followed for so long (24 days at "
	    "most).\n"
	    "How many stay 182 days cannot be said yet: nobody was followed for so long (24 days "
	    "at most).\n"
	    "How many stay 547 days cannot be said yet: nobody was followed for so long (24 days "
	    "at most).\n"
	    "That the groups differ could be luck.\n",
	    "in words");
	cs_buf_finish(&say);
	end(&run);
}

/* What nobody has counted: cells that were changed. */
static void
test_impossible(void)
{
	static const char *const one[] = {"a"};
	static const struct {
		unsigned part;
		int32_t t;
		int64_t v;
		const char *msg;
	} bad[] = {
	    {CS_CURVE_LEFT, 5, -1, "cells: 'left' is no count of customers by day"},
	    {CS_CURVE_QUIT, -3, 1, "cells: 'quit' is no count of customers by day"},
	    {CS_CURVE_LATE, 9, 2,
		"cells: more customers left or were lost from sight on a day than there were"},
	    {CS_CURVE_OF_AXIS + CS_CURVE_LATE, 9, 2,
		"cells: more customers left or were lost from sight on a day than there were"},
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct run run;
		uint32_t g;

		for (int compare = 0; compare < 2; compare++) {
			begin(&run, 1, 1);
			run.ask.compare = compare != 0;
			add(&run, one, 7, true, 0);
			g = cs_sums_step(&run.sums, 0, 0, CS_STR("a"));
			cs_sums_add(&run.sums, g, bad[i].part, bad[i].t, bad[i].v);
			(void)cs_sums_sort(&run.sums, &e);
			(void)table(&run, &e);
			is_int(e.status, CS_EXIT_DATA, "bad data");
			is_str(e.msg, bad[i].msg, "which");
			cs_err_clear(&e);
			end(&run);
		}
	}
}

int
main(void)
{
	test_horizons();
	test_endings();
	test_compare();
	test_impossible();
	return done();
}
