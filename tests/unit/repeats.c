/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repeats against brute force: each contact held against every other, over random contacts with
 * shared instants, shared contact ids, legs, outbound ones and unknown customers, in any order.
 */
#include "desk.h"

enum { MOST = 160, HOUR = 3600 };

struct contact {
	int id, leg, customer, agent; /* 0: NULL (id, leg, customer) */
	int at;			      /* seconds; -1: NULL */
	bool outbound, reported;
};

static uint64_t seed = 20260302;

static int
below(int n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)(seed % (uint64_t)n);
}

static void
make(struct contact *c, int n)
{
	for (int i = 0; i < n; i++) {
		c[i] = (struct contact){.id = below(5) == 0 ? 0 : 1 + below(n),
		    .leg = below(4) == 0 ? 1 + below(2) : 0,
		    .customer = below(12),
		    .agent = below(3),
		    .at = below(15) == 0 ? -1 : below(60) * 1200,
		    .outbound = below(9) == 0,
		    .reported = below(6) != 0};
	}
}

static bool
is_visit(const struct contact *c)
{
	return c->customer != 0 && c->at >= 0 && c->leg <= 1 && !c->outbound;
}

/* Seconds to the next contact of the customer, or -1. */
static int
gap(const struct contact *c, int n, int i)
{
	int best = -1;

	for (int j = 0; j < n; j++) {
		if (!is_visit(&c[j]) || c[j].customer != c[i].customer || c[j].at <= c[i].at ||
		    (c[i].id != 0 && c[j].id == c[i].id))
			continue;
		if (best < 0 || c[j].at - c[i].at < best)
			best = c[j].at - c[i].at;
	}
	return best;
}

/* n, x and early of one agent by brute force. */
static struct cs_follow
expect(const struct contact *c, int n, int agent, int window, int as_of)
{
	struct cs_follow f = {0, 0, 0};

	for (int i = 0; i < n; i++) {
		int g;

		if (!is_visit(&c[i]) || !c[i].reported || c[i].agent != agent)
			continue;
		if (as_of - c[i].at < window) {
			f.early++;
			continue;
		}
		g = gap(c, n, i);
		f.n++;
		f.x += g >= 0 && g <= window;
	}
	return f;
}

/* The Kaplan-Meier estimate over whole hours, from its definition. */
static double
expect_free(const struct contact *c, int n, int agent, int hours, int as_of, bool *known)
{
	double s = 1;
	int followed = 0;

	for (int h = 1; h <= hours; h++) {
		int at_risk = 0, events = 0;

		for (int i = 0; i < n; i++) {
			int g, seen, end;

			if (!is_visit(&c[i]) || !c[i].reported || c[i].agent != agent ||
			    c[i].at > as_of)
				continue;
			g = gap(c, n, i);
			seen = (as_of - c[i].at) / HOUR;
			seen = seen < hours ? seen : hours;
			end =
			    g >= 0 && (g + HOUR - 1) / HOUR <= seen ? (g + HOUR - 1) / HOUR : seen;
			at_risk += end >= h;
			events += end == h && g >= 0 && (g + HOUR - 1) / HOUR <= seen;
		}
		if (at_risk == 0)
			break;
		followed = h;
		s *= (double)(at_risk - events) / at_risk;
	}
	*known = followed == hours || s == 0;
	return s;
}

static void
to_text(const struct contact *c, int n, struct cs_buf *text, struct cs_buf *mark)
{
	cs_buf_z(text, "contact_id\tleg\tcustomer_id\tagent_id\tstarted_at\tdirection\n");
	for (int i = 0; i < n; i++) {
		if (c[i].id != 0)
			cs_buf_printf(text, "c%d\t", c[i].id);
		else
			cs_buf_z(text, "\\N\t");
		if (c[i].leg != 0)
			cs_buf_printf(text, "%d\t", c[i].leg);
		else
			cs_buf_z(text, "\\N\t");
		if (c[i].customer != 0)
			cs_buf_printf(text, "k%d\t", c[i].customer);
		else
			cs_buf_z(text, "\\N\t");
		cs_buf_printf(text, "a%d\t", c[i].agent);
		if (c[i].at >= 0)
			cs_time_text(text, c[i].at * CS_USEC);
		else
			cs_buf_z(text, "\\N");
		cs_buf_printf(text, "\t%s\n", c[i].outbound ? "outbound" : "inbound");
		cs_buf_c(mark, c[i].reported ? '3' : '1');
	}
}

static void
compare(struct cs_cells *cells, const struct contact *c, int n, int as_of, int hours)
{
	for (size_t g = 0; g < cs_cells_groups(cells); g++) {
		int agent = cs_cells_key(cells, g, 0).p[1] - '0';
		struct cs_follow f = expect(c, n, agent, hours * HOUR, as_of);
		struct cs_stat s;
		bool known;
		double s_free;

		cs_cells_stat(cells, g, 0, &s);
		if (s.n != f.n || s.x != f.x || s.early != f.early)
			ok(false, "agent %d: %lld of %lld, %lld early; want %lld of %lld, %lld",
			    agent, (long long)s.x, (long long)s.n, (long long)s.early,
			    (long long)f.x, (long long)f.n, (long long)f.early);
		cs_cells_stat(cells, g, 1, &s);
		s_free = expect_free(c, n, agent, hours, as_of, &known);
		if (known && s.n > 0 && !(fabs(s.value.est - s_free) < 1e-12))
			ok(false, "agent %d: free %.15f, want %.15f", agent, s.value.est, s_free);
	}
}

static void
test_random(void)
{
	static const int windows[] = {1, 3, 24};
	struct contact c[MOST];

	for (int round = 0; round < 300; round++) {
		int n = 1 + below(MOST), hours = windows[round % 3];
		int newest = -1, as_of;
		struct cs_buf text = CS_BUF_INIT, mark = CS_BUF_INIT, list = CS_BUF_INIT;
		struct cs_buf when = CS_BUF_INIT;
		struct cs_err e = CS_ERR_INIT;
		struct desk_state d;
		struct desk_run r = {.by = "agent"};

		make(c, n);
		for (int i = 0; i < n; i++)
			newest = c[i].at > newest ? c[i].at : newest;
		as_of = round % 4 == 0 ? 40000 : newest;
		to_text(c, n, &text, &mark);
		cs_buf_printf(&list, "repeat_%dh,repeat_free_%dh", hours, hours);
		cs_time_text(&when, as_of * CS_USEC);
		r.metrics = cs_buf_cstr(&list);
		r.mark = cs_buf_cstr(&mark);
		r.as_of = round % 4 == 0 ? cs_buf_cstr(&when) : NULL;
		r.rows = (size_t)below(20);
		r.folds = 1 + (unsigned)below(4);
		if (desk_count(&d, &r, cs_buf_cstr(&text), &e) == 0) {
			cs_cells_sort(d.fold[0].cells);
			compare(d.fold[0].cells, c, n, as_of, hours);
		} else {
			ok(false, "%s", e.msg);
		}
		desk_finish(&d);
		cs_buf_finish(&text);
		cs_buf_finish(&mark);
		cs_buf_finish(&list);
		cs_buf_finish(&when);
	}
	ok(tap_failed == 0, "300 random inputs agree with brute force");
}

/* More contacts than there may be: an end with a way out, not a wrong number. */
static void
test_memory(void)
{
	struct cs_visits_budget budget = {.most = CS_VISITS_PIECE + 1};
	struct cs_visits v = {.budget = &budget};
	struct cs_scheme_repeats r = {.customer = 0, .contact = -1};
	struct cs_batch b = {.ncol = 1, .file = "test", .row0 = 1};
	const struct cs_visit_row x = {.row = 0};
	struct cs_err e = CS_ERR_INIT;
	int taken = 0;

	cs_buf_z(&b.bytes, "a\n");
	is_int(cs_batch_split(&b, &e), 0, "a row");
	while (cs_visits_add(&v, &r, &b, &x, &e) == 0)
		taken++;
	is_int(taken, 2 * CS_VISITS_PIECE, "pieces are taken whole");
	is_int(e.status, CS_EXIT_NOMEM, "the status");
	is_str(e.msg,
	    "repeats: more than 16385 contacts of identified customers do not fit into --mem",
	    "the message");
	ok(strstr(e.hint, "--mem") != NULL, "how to go on");
	cs_visits_finish(&v);
	cs_batch_finish(&b);
}

/* Pieces of several threads come together whole, whatever their fill. */
static void
test_merge(void)
{
	static const size_t sizes[] = {0, 1, CS_VISITS_PIECE - 1, CS_VISITS_PIECE,
	    CS_VISITS_PIECE + 1, 3 * CS_VISITS_PIECE - 5};
	struct cs_scheme_repeats r = {.customer = 0, .contact = -1};
	struct cs_batch b = {.ncol = 1, .file = "test", .row0 = 1};
	const uint32_t map[] = {7};
	struct cs_err e = CS_ERR_INIT;

	cs_buf_z(&b.bytes, "a\n");
	(void)cs_batch_split(&b, &e);
	for (size_t i = 0; i < 36; i++) {
		struct cs_visits_budget budget = {.most = 0};
		struct cs_visits v[2] = {{.budget = &budget}, {.budget = &budget}};
		size_t want = 0, sum = 0, moved = 0;

		for (size_t k = 0; k < 2; k++) {
			size_t n = sizes[k == 0 ? i / 6 : i % 6];

			for (size_t j = 0; j < n; j++) {
				struct cs_visit_row x = {.at = (int64_t)(k * 1000000 + j)};

				(void)cs_visits_add(&v[k], &r, &b, &x, &e);
				want += k * 1000000 + j;
			}
		}
		cs_visits_merge(&v[0], &v[1], map);
		for (size_t j = 0; j < v[0].n; j++) {
			const struct cs_visit *x =
			    &v[0].piece[j / CS_VISITS_PIECE][j % CS_VISITS_PIECE];

			sum += (size_t)x->at;
			moved += x->group == 7;
		}
		if (sum != want || moved != sizes[i % 6] || v[0].n != sizes[i / 6] + sizes[i % 6] ||
		    v[1].n != 0)
			ok(false, "%zu and %zu do not come together", sizes[i / 6], sizes[i % 6]);
		cs_visits_finish(&v[0]);
		cs_visits_finish(&v[1]);
	}
	ok(tap_failed == 0, "pieces come together");
	cs_batch_finish(&b);
}

/* Filters choose the contacts that are counted, not those that follow. */
static void
test_filter(void)
{
	static const char rows[] = "contact_id\tcustomer_id\tstarted_at\treason\n"
				   "1\tk\t2026-01-01T00:00:00Z\tbill\n"
				   "2\tk\t2026-01-01T10:00:00Z\tparcel\n"
				   "3\tl\t2026-01-03T00:00:00Z\tbill\n";

	desk_is(
	    &(struct desk_run){.metrics =
				   "b=repeat_share(1d) filter (where reason = 'bill'),repeat_1d,"
				   "b12=repeat_share(12h) filter (where reason = 'parcel')"},
	    rows,
	    "b\tb_n\trepeat_1d\trepeat_1d_n\tb12\tb12_n\n"
	    "1.00000000\t1\t0.50000000\t2\t0.00000000\t1\n",
	    "a filter");
	desk_is(&(struct desk_run){.metrics = "repeat_1d", .mark = "311"}, rows,
	    "repeat_1d\trepeat_1d_n\n1.00000000\t1\n", "what follows need not be reported on");
	desk_is(&(struct desk_run){.metrics = "repeat_1d", .mark = "301"}, rows,
	    "repeat_1d\trepeat_1d_n\n0.00000000\t1\n", "but it must exist");
}

int
main(void)
{
	test_random();
	test_memory();
	test_merge();
	test_filter();
	return done();
}
