/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chains: the vectors G3.chain of the oracles (root -> repeats and total minutes), sliding and
 * fixed, and windows of their own; last whole weeks where clocks change; the repeat-free share
 * where windows differ.
 */
#include "cell/free.h"
#include "desk.h"

/* G3: c1 .. c6, days 1 3 5 10 20 2, reasons, minutes. */
static const char g3[] = "contact_id\tcustomer_id\tstarted_at\treason\thandle_s\n"
			 "c1\tcust1\t2026-01-01T00:00:00Z\tfee\t360\n"
			 "c2\tcust1\t2026-01-03T00:00:00Z\tfee\t540\n"
			 "c3\tcust1\t2026-01-05T00:00:00Z\tlogin\t240\n"
			 "c4\tcust1\t2026-01-10T00:00:00Z\tfee\t300\n"
			 "c5\tcust1\t2026-01-20T00:00:00Z\tfee\t420\n"
			 "c6\tcust2\t2026-01-02T00:00:00Z\tfee\t480\n";

static void
test_vectors(void)
{
	/* sliding7: c1 2 repeats, 20 minutes; c6, c3, c5 none. */
	desk_is(
	    &(struct desk_run){
		.metrics = "n=chain_mean(7d, reason),f_s=added_sum(handle_s, 7d, reason)",
		.by = "contact_id",
		.as_of = "2026-03-01T00:00:00Z"},
	    g3,
	    "contact_id\tn\tn_n\tf_s\nc1\t3.000000\t1\t840\nc2\t\\N\t0\t\\N\nc3\t1.000000\t1\t0\n"
	    "c4\t\\N\t0\t\\N\nc5\t1.000000\t1\t0\nc6\t1.000000\t1\t0\n",
	    "G3.chain.sliding7");
	/* fixed7: c1 1 repeat, 15 minutes; c4 is a chain of its own. */
	desk_is(&(struct desk_run){.metrics = "n=fixed_chain_mean(7d, reason),"
					      "f_s=fixed_added_sum(handle_s, 7d, reason)",
		    .by = "contact_id",
		    .as_of = "2026-03-01T00:00:00Z"},
	    g3,
	    "contact_id\tn\tn_n\tf_s\nc1\t2.000000\t1\t540\nc2\t\\N\t0\t\\N\nc3\t1.000000\t1\t0\n"
	    "c4\t1.000000\t1\t0\nc5\t1.000000\t1\t0\nc6\t1.000000\t1\t0\n",
	    "G3.chain.fixed7");
	/* Whatever the reason: c1 c2 c3 c4, and c5 ten days later. */
	desk_is(
	    &(struct desk_run){.metrics = "chain_length,chained_share,added_handle,chains_pending",
		.as_of = "2026-01-26T00:00:00Z"},
	    g3,
	    "chain_length\tchain_length_n\tchained_share\tchained_share_n\tadded_handle\t"
	    "chains_pending\n2.500000\t2\t0.80000000\t5\t1080\t1\n",
	    "a chain that may go on is left out");
}

/* The last whole week whose contacts are old enough, in Berlin, where clocks change on 29 March. */
static void
test_week(void)
{
	static const struct {
		const char *as_of;
		int64_t window;
		const char *from, *to;
	} t[] = {
	    {"2026-04-12T22:00:00Z", 7 * 86400, "2026-03-29T22:00:00Z", "2026-04-05T22:00:00Z"},
	    {"2026-04-12T21:59:59Z", 7 * 86400, "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"},
	    {"2026-03-29T22:00:00Z", 1, "2026-03-15T23:00:00Z", "2026-03-22T23:00:00Z"},
	    {"2026-03-29T22:00:01Z", 1, "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"},
	};
	struct cs_err e = CS_ERR_INIT;
	const struct cs_zone *zone = cs_zone_get(CS_STR("Europe/Berlin"), &e);

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_buf b = CS_BUF_INIT;
		int64_t as_of = 0, from, to;

		(void)cs_time_parse(cs_str_z(t[i].as_of), &as_of);
		cs_repeats_week(zone, as_of, t[i].window, &from, &to);
		cs_time_text(&b, from);
		is_str(cs_buf_cstr(&b), t[i].from, "the week at %s begins", t[i].as_of);
		cs_buf_reset(&b);
		cs_time_text(&b, to);
		is_str(cs_buf_cstr(&b), t[i].to, "and ends");
		cs_buf_finish(&b);
	}
}

/* One window, said by each row, is one curve; two are weighed. */
static void
test_free(void)
{
	struct cs_follow_rule one = {.window = 7200, .window_value = -1},
			      many = {.window_value = 0};
	struct cs_km a = CS_KM_INIT, b = CS_KM_INIT;
	struct cs_est x, y;
	int64_t n, m;
	double se, se_one, want, theta;

	for (int i = 0; i < 40; i++) {
		cs_km_add(&a, i % 3 == 0 ? 1 : 2, i % 4 == 0);
		cs_km_add(&b, cs_free_key(7200, i % 3 == 0 ? 1 : 2), i % 4 == 0);
	}
	x = cs_free_share(&a, &one, .95, &n, &se_one);
	y = cs_free_share(&b, &many, .95, &m, &se);
	ok(n == 40 && m == 40 && x.ci && y.ci, "both say something");
	ok(fabs(x.est - y.est) < 1e-12 && fabs(x.lo - y.lo) < 1e-12 && fabs(x.hi - y.hi) < 1e-12,
	    "the same");
	/* Ten more of another window, half of which came again: S = (40 x + 10 / 2) / 50. */
	for (int i = 0; i < 10; i++)
		cs_km_add(&b, cs_free_key(3600, 1), i % 2 == 0);
	y = cs_free_share(&b, &many, .95, &m, &se);
	ok(m == 50 && fabs(y.est - (40 * x.est + 5) / 50) < 1e-12, "weighed");
	/* Nobody of the ten was lost, so their variance is that of a share, S (1 - S) / n. */
	want = sqrt(40 * 40 * se_one * se_one + 10 * 10 * (.5 * .5 / 10)) / 50;
	theta = 1.959963984540054 * want / fabs(y.est * log(y.est));
	ok(fabs(se - want) < 1e-12, "the errors of both, by the squares of their weights");
	ok(fabs(y.lo - pow(y.est, exp(theta))) < 1e-9 &&
		fabs(y.hi - pow(y.est, exp(-theta))) < 1e-9,
	    "bounds from it");
	cs_km_add(&b, cs_free_key(86400, 3), false);
	y = cs_free_share(&b, &many, .95, &m, &se);
	ok(!y.ok && y.flag == CS_FLAG_BEYOND, "one that nobody was followed through");
	cs_km_finish(&a);
	cs_km_finish(&b);
}

int
main(void)
{
	test_vectors();
	test_week();
	test_free();
	return done();
}
