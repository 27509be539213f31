/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is counted for rules against sums made by hand: groups of one row and of thousands, NULL,
 * values that no word of squares holds, decimals; whatever the batches, and whoever counts.
 */
#include "auditfeed.h"
#include "random.h"

enum { AGENTS = 5, QUEUES = 2, ROWS = 6000, AT = 300, WIDTH = 10 };

static const char rules[] =
    "[rule s]\nmetric=aht\ntest=share\nof=talk_s is not null\nwhen=reopened_n > 1\n"
    "units=agent_id\nsays=s\nquestion=q\n"
    "[rule m]\nmetric=aht\ntest=mean\nvalue=handle_s\nunits=agent_id\nsays=s\nquestion=q\n"
    "[rule d]\nmetric=aht\ntest=mean\nvalue=difficulty\nunits=agent_id\nsays=s\nquestion=q\n"
    "[rule h]\nmetric=aht\ntest=heap\nvalue=handle_s\nat=300\nunits=agent_id\nsays=s\n"
    "question=q\n"
    "[rule q]\nmetric=aht\ntest=shape\nvalue=handle_s\nat=300\nunits=queue\nsays=s\nquestion=q\n";

/* The metrics, in the order of the rules. */
enum { SHARE, HANDLE, DIFFICULTY, NEAR, SHAPE };

/* A group as it should be. */
struct hand {
	int64_t n, x;
	struct cs_moments handle, difficulty;
	int64_t bin[CS_AUDIT_NEAR_BINS];
};

static struct hand hand[AGENTS][QUEUES];
static int64_t near_queue[QUEUES];

/* Mostly a time of minutes; now and then one of ages, of either sign, whose square takes more than
 * its word. */
static int64_t
any_time(void)
{
	if (below(500) == 0)
		return ((int64_t)below(1 << 30) - (1 << 29)) * 4096;
	return below(600);
}

/* A row, as text and in what it adds to its group. Agent 0 has most of them. */
static void
put_row(struct cs_buf *b)
{
	int agent = below(3) != 0 ? 0 : below(AGENTS), queue = below(QUEUES);
	bool talk = below(4) != 0, reopened = below(3) != 0, handled = below(5) != 0;
	int64_t reopened_n = below(3), handle = any_time(), hard = below(3000), off = handle - AT;
	struct hand *h = &hand[agent][queue];

	cs_buf_printf(b, "a%d\tq%d\t2026-01-01T00:00:00Z\t", agent, queue);
	cs_buf_printf(b, "%s\t", talk ? "7" : "\\N");
	cs_buf_printf(b, reopened ? "%lld\t" : "\\N\t", (long long)reopened_n);
	cs_buf_printf(b, handled ? "%lld\t" : "\\N\t", (long long)handle);
	cs_buf_printf(b, "%lld.%03lld\n", (long long)(hard / 1000), (long long)(hard % 1000));
	h->n += talk && reopened;
	h->x += talk && reopened && reopened_n > 1;
	cs_moments_add(&h->difficulty, hard * 1000);
	if (!handled)
		return;
	cs_moments_add(&h->handle, handle);
	if (off >= -5 * WIDTH && off < 10 * WIDTH)
		h->bin[(off + 5 * WIDTH) / WIDTH]++;
	near_queue[queue] += off >= -6 * WIDTH && off < 6 * WIDTH;
}

static bool
same_moments(struct cs_moments got, const struct cs_moments *want)
{
	return got.n == want->n && got.sum == want->sum && got.sumsq == want->sumsq;
}

/* Puts the groups in the contrary of their order. */
static void
turn(struct cs_audit_count *c)
{
	size_t n = c->keys.ngroup;
	uint32_t *order = cs_mem_new(n + 1, sizeof *order);

	for (size_t g = 0; g < n; g++)
		order[g] = (uint32_t)(n - 1 - g);
	cs_audit_count_order(c, order);
	free(order);
}

/* How many things of a group are not as they should be, once the order is turned. */
static int
wrong(const struct cs_audit_count *c, uint32_t group)
{
	uint32_t value[2];
	struct cs_audit_rows_of share = cs_audit_count_share(c, group, SHARE);
	int64_t bin[CS_AUDIT_NEAR_BINS];
	const struct hand *h;

	cs_keys_values(&c->keys, (uint32_t)c->keys.ngroup - 1 - group, value);
	h = &hand[cs_map_key(&c->keys.value[1], value[1]).p[1] - '0']
		 [cs_map_key(&c->keys.value[0], value[0]).p[1] - '0'];
	cs_audit_count_near(c, group, NEAR, bin);
	return (share.n != h->n) + (share.x != h->x) + (memcmp(bin, h->bin, sizeof bin) != 0) +
	       !same_moments(cs_audit_count_moments(c, group, HANDLE), &h->handle) +
	       !same_moments(cs_audit_count_moments(c, group, DIFFICULTY), &h->difficulty);
}

static void
test_counts(struct feed *f, struct cs_str text)
{
	static const struct {
		uint32_t rows;
		unsigned folds;
		bool share;
	} how[] = {{1, 1, false}, {2, 2, false}, {3, 3, false}, {3, 3, true}, {7, 2, true},
	    {300, 1, false}, {1000, 3, false}, {ROWS, 1, false}};

	for (size_t i = 0; i < sizeof how / sizeof *how; i++) {
		struct cs_audit_count *c =
		    feed_count(f, text, how[i].rows, how[i].folds, how[i].share);
		int bad = 0;

		turn(c);
		for (uint32_t g = 0; g < c->keys.ngroup; g++)
			bad += wrong(c, g);
		ok(bad == 0 && c->keys.ngroup == AGENTS * QUEUES,
		    "batches of %u, %u folds%s: %d wrong of %zu groups", how[i].rows, how[i].folds,
		    how[i].share ? " that share" : "", bad, c->keys.ngroup);
		for (uint32_t q = 0; q < QUEUES; q++) {
			const struct cs_hist *h = cs_audit_count_hist(c, 1, q, SHAPE);
			int name = cs_map_key(&c->keys.value[0], q).p[1] - '0';

			ok(h != NULL && h->n == near_queue[name], "values near, of queue %d", name);
		}
		ok(cs_audit_count_bytes(c) > c->n * f->layout.words * 8, "bytes");
		feed_forget(f);
	}
}

/* Rows of which no rule takes anything make no group, and no histogram. */
static void
test_nothing(struct feed *f)
{
	static const char row[] = "a1\tq1\t2026-01-01T00:00:00Z\t1\t1\t1\t1\n";
	const struct cs_audit_count *c = feed_count(f, CS_STR(""), 10, 1, false);

	is_int(c->keys.ngroup, 0, "no rows, no groups");
	ok(cs_audit_count_hist(c, 1, 0, SHAPE) == NULL, "nor a histogram");
	feed_forget(f);
	c = feed_count(f, cs_str_z(row), 10, 1, false);
	is_int(c->keys.ngroup, 1, "a group");
	ok(cs_audit_count_hist(c, 1, 0, SHAPE) == NULL, "of values that are far off");
	feed_forget(f);
}

int
main(void)
{
	struct cs_buf b = CS_BUF_INIT;
	struct feed f;

	seed = 20261005;
	for (int i = 0; i < ROWS; i++)
		put_row(&b);
	feed_bind(&f, rules,
	    "agent_id\tqueue\tstarted_at\ttalk_s\treopened_n\thandle_s\tdifficulty",
	    "agent_id,queue", "queue,agent_id");
	test_counts(&f, cs_buf_all(&b));
	test_nothing(&f);
	feed_finish(&f);
	cs_buf_finish(&b);
	return done();
}
