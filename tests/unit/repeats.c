/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repeats against brute force: each contact held against every other, over random contacts with
 * shared instants, shared contact ids, legs, outbound ones and unknown customers, in any order.
 */
#include "desk.h"
#include "random.h"

enum { MOST = 160, HOUR = 3600 };

struct contact {
	int id, leg, customer, agent; /* 0: NULL (id, leg, customer) */
	int at;			      /* seconds; -1: NULL */
	bool outbound, reported;
};

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
		r.mem = round % 5 == 0 ? 1 + (size_t)below(4000) : 0;
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
	seed = 20260302;
	test_random();
	test_filter();
	return done();
}
