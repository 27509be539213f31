/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How contacts were identified, counted, and what is said of it: see identify.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "person/identifying.h"
#include "person/identitylargest.h"
#include "rec/esc.h"

enum { GROUPS_SHOWN = 12, DOUBTS_SHOWN = 3, LARGEST_SHOWN = 3 };

static const char *const told_name[CS_TOLD] = {
    "account", "phone", "email", "other", "chain", "several", "shared", "none"};

void
cs_identify_tally_finish(struct cs_identify_tally *t)
{
	cs_map_finish(&t->key);
	free(t->n);
}

/* The counts of a key, which may be new. */
static uint64_t *
counts_of(struct cs_identify_tally *t, struct cs_str key)
{
	uint32_t id = cs_map_add(&t->key, key);

	if (id >= t->cap) {
		size_t had = t->cap;

		t->n = cs_mem_grow(t->n, &t->cap, (size_t)id + 1, sizeof *t->n);
		memset(t->n + had, 0, (t->cap - had) * sizeof *t->n);
	}
	return t->n[id];
}

void
cs_identify_count(struct cs_identify_tally *t, struct cs_str key, unsigned told)
{
	counts_of(t, key)[told]++;
}

enum cs_told
cs_identify_told(const struct cs_identify *s, unsigned way)
{
	static const enum cs_told beyond[] = {CS_TOLD_CHAIN, CS_TOLD_SEVERAL, CS_TOLD_SHARED,
	    CS_TOLD_NONE, CS_TOLD_NONE, CS_TOLD_NONE};

	if (way >= CS_WAY_CHAIN)
		return beyond[way - CS_WAY_CHAIN];
	return way == CS_IDKIND_ACCOUNT		 ? CS_TOLD_ACCOUNT
	       : way == (unsigned)s->kinds.phone ? CS_TOLD_PHONE
	       : way == (unsigned)s->kinds.email ? CS_TOLD_EMAIL
						 : CS_TOLD_OTHER;
}

static void
merge_tally(struct cs_identify_tally *to, const struct cs_identify_tally *from)
{
	for (uint32_t i = 0; i < from->key.n; i++) {
		uint64_t *n = counts_of(to, cs_map_key(&from->key, i));

		for (int k = 0; k < CS_TOLD; k++)
			n[k] += from->n[i][k];
	}
}

/* What all workers counted. */
struct counts {
	struct cs_identify_tally group, doubt;
	uint64_t own, large;
	int64_t newest;
};

static struct counts
count_all(const struct cs_identify *s)
{
	struct counts all = {.newest = CS_IDENTITY_EVER};

	for (unsigned i = 0; i < s->nworker; i++) {
		const struct cs_identify_worker *w = &s->worker[i];

		all.own += w->own;
		all.large += w->large;
		all.newest = all.newest > w->newest ? all.newest : w->newest;
		merge_tally(&all.group, &w->group);
		merge_tally(&all.doubt, &w->doubt);
	}
	return all;
}

static void
free_counts(struct counts *all)
{
	cs_identify_tally_finish(&all->group);
	cs_identify_tally_finish(&all->doubt);
}

size_t
cs_identify_account(const void *step, struct cs_join_count *count)
{
	static const char *const name[] = {"by account", "by phone", "by email", "by another kind",
	    "by chain", "two or more candidates", "shared by too many", "unknown", "not readable",
	    "no identifier"};
	enum { NAMES = sizeof name / sizeof name[0] };
	const struct cs_identify *s = step;

	for (int i = 0; i < NAMES; i++)
		count[i] = (struct cs_join_count){name[i], 0};
	for (unsigned i = 0; i < s->nworker; i++) {
		for (unsigned k = 0; k < CS_WAYS; k++) {
			unsigned line = k < CS_WAY_CHAIN ? (unsigned)cs_identify_told(s, k)
							 : CS_TOLD_CHAIN + k - CS_WAY_CHAIN;

			count[line].n += s->worker[i].way[k];
		}
	}
	return NAMES;
}

static uint64_t
sum(const uint64_t *n)
{
	uint64_t all = 0;

	for (int i = 0; i < CS_TOLD; i++)
		all += n[i];
	return all;
}

/* "61.8 %" of all. */
static void
put_share(struct cs_buf *b, uint64_t n, uint64_t all)
{
	uint64_t tenths = all != 0 ? (uint64_t)(((cs_u128)n * 2000 + all) / ((cs_u128)all * 2)) : 0;

	cs_buf_printf(b, "%llu.%llu %%", (unsigned long long)(tenths / 10),
	    (unsigned long long)(tenths % 10));
}

/* "61.8 % by account, 22.4 % by phone, 1.1 % two candidates, 14.7 % none": what there is of it. */
static void
put_shares(struct cs_buf *b, const uint64_t *n)
{
	static const char *const words[CS_TOLD] = {"by account", "by phone", "by email",
	    "by another kind", "by chain", "two or more candidates", "shared by too many", "none"};
	uint64_t all = sum(n);
	bool any = false;

	for (int i = 0; i < CS_TOLD; i++) {
		if (n[i] == 0)
			continue;
		cs_buf_z(b, any ? ", " : "");
		put_share(b, n[i], all);
		cs_buf_printf(b, " %s", words[i]);
		any = true;
	}
	if (!any)
		cs_buf_z(b, "no contacts");
}

/* A key of a tally and how many it has, to be put in order. */
struct ranked {
	uint64_t n;
	struct cs_str key;
	uint32_t id;
};

static int
cmp_most(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return cs_str_cmp(a->key, b->key);
}

/* The keys of a tally, those of most contacts first. To be freed. */
static struct ranked *
rank(const struct cs_identify_tally *t)
{
	struct ranked *r = cs_mem_new(t->key.n, sizeof *r);

	for (uint32_t i = 0; i < t->key.n; i++)
		r[i] = (struct ranked){sum(t->n[i]), cs_map_key(&t->key, i), i};
	qsort(r, t->key.n, sizeof *r, cmp_most);
	return r;
}

/*
 * How many of n groups, in this order, are named: those of at least `least` contacts. The others
 * are two or more, and together no fewer than that, so that no total tells what one of them has.
 */
static size_t
named(const struct ranked *r, size_t n, uint64_t least)
{
	size_t many = 0;
	uint64_t few = 0;

	while (many < n && r[many].n >= least)
		many++;
	for (size_t i = many; i < n; i++)
		few += r[i].n;
	while (many < n && many > 0 && (n - many < 2 || few < least))
		few += r[--many].n;
	return many;
}

/* Lines, and where they go. */
struct saying {
	cs_join_say *say;
	void *arg;
	struct cs_buf b;
};

static void
say_line(struct saying *to)
{
	to->say(to->arg, false, cs_buf_all(&to->b));
	cs_buf_reset(&to->b);
}

static void
say_groups(const struct cs_identify *s, const struct counts *all, struct saying *to)
{
	const struct cs_identify_tally *t = &all->group;
	struct cs_buf *b = &to->b;
	struct ranked *r = rank(t);
	size_t many = named(r, t->key.n, s->min_group);
	uint64_t total[CS_TOLD] = {0};

	for (size_t i = 0; i < t->key.n; i++)
		for (int k = 0; k < CS_TOLD; k++)
			total[k] += t->n[i][k];
	cs_buf_z(b, "identity: ");
	put_shares(b, total);
	say_line(to);
	for (size_t i = 0; t->key.n > 1 && i < many && i < GROUPS_SHOWN; i++) {
		struct cs_str rest = r[i].key, queue;

		(void)cs_str_split(&rest, '\t', &queue);
		cs_buf_printf(b, "identity: %s%.*s%s%.*s: %llu: ", s->has_queue ? "queue " : "",
		    CS_STR_ARG(queue),
		    !s->has_channel ? ""
		    : s->has_queue  ? ", channel "
				    : "channel ",
		    CS_STR_ARG(rest), (unsigned long long)r[i].n);
		put_shares(b, t->n[r[i].id]);
		say_line(to);
	}
	if (many > GROUPS_SHOWN) {
		cs_buf_printf(b, "identity: and %zu others; --identity-report has all of them",
		    many - GROUPS_SHOWN);
		say_line(to);
	}
	if (many < t->key.n) {
		cs_buf_printf(b, "identity: --min-group: %zu queues and channels are not named",
		    t->key.n - many);
		say_line(to);
	}
	free(r);
}

static void
say_doubts(const struct counts *all, struct saying *to)
{
	const struct cs_identify_tally *t = &all->doubt;
	struct cs_buf *b = &to->b;
	struct ranked *r = rank(t);

	for (size_t i = 0; i < t->key.n && i < DOUBTS_SHOWN; i++) {
		struct cs_str rest = r[i].key, kind, value, how;

		(void)cs_str_split(&rest, '\t', &kind);
		(void)cs_str_split(&rest, '\t', &value);
		(void)cs_str_split(&rest, '\t', &how);
		cs_buf_printf(b, "identity: %.*s %.*s, %llu contacts: ", CS_STR_ARG(kind),
		    CS_STR_ARG(cs_str_head(value, 100)), (unsigned long long)r[i].n);
		if (cs_str_eqz(how, "several"))
			cs_buf_printf(b, "may be %.*s", CS_STR_ARG(cs_str_head(rest, 200)));
		else
			cs_buf_z(b, "more accounts than --shared have it");
		say_line(to);
	}
	if (t->key.n > DOUBTS_SHOWN) {
		cs_buf_printf(b, "identity: and %zu others; --candidates lists all of them",
		    t->key.n - DOUBTS_SHOWN);
		say_line(to);
	}
	free(r);
}

/* The largest customers, so that a wrong merge is seen. */
static void
say_largest(const struct cs_identify *s, const struct counts *all, struct saying *to)
{
	struct cs_buf *b = &to->b;
	struct cs_identity_size top[LARGEST_SHOWN];
	size_t n = cs_identity_largest(&s->graph, all->newest, top, LARGEST_SHOWN);

	for (size_t i = 0; i < n; i++) {
		cs_buf_printf(b,
		    "identity: among the largest: customer %.*s, %llu accounts, %llu "
		    "other identifiers",
		    CS_STR_ARG(cs_str_head(cs_map_key(&s->graph.account, top[i].customer), 100)),
		    (unsigned long long)top[i].accounts, (unsigned long long)top[i].others);
		say_line(to);
	}
}

static void
say_files(const struct cs_identify *s, const struct counts *all, struct saying *to)
{
	struct cs_buf *b = &to->b;
	const struct cs_identity_account *a = &s->account;

	if (a->unread + a->nothing + a->never != 0) {
		cs_buf_printf(b,
		    "identity: of %llu rows of identities %llu have an identifier that is not "
		    "readable, %llu say nothing, %llu hold at no time",
		    (unsigned long long)a->rows, (unsigned long long)a->unread,
		    (unsigned long long)a->nothing, (unsigned long long)a->never);
		say_line(to);
	}
	if (a->unread != 0) {
		cs_buf_z(b, "identity: not readable, the first: ");
		cs_buf_str(b, cs_buf_all(&a->first));
		say_line(to);
	}
	if (all->own != 0) {
		cs_buf_printf(b,
		    "identity: %llu contacts have accounts that no file knows: each "
		    "is a customer of its own",
		    (unsigned long long)all->own);
		say_line(to);
	}
	if (all->large != 0) {
		cs_buf_printf(b,
		    "identity: %llu searches met more than %d identifiers and were "
		    "given up: that is no customer",
		    (unsigned long long)all->large, (int)CS_IDENTITY_MOST);
		say_line(to);
	}
}

void
cs_identify_notes(const void *step, cs_join_say *say, void *arg)
{
	const struct cs_identify *s = step;
	struct counts all = count_all(s);
	struct saying to = {.say = say, .arg = arg};

	say_groups(s, &all, &to);
	say_doubts(&all, &to);
	say_largest(s, &all, &to);
	say_files(s, &all, &to);
	cs_buf_finish(&to.b);
	free_counts(&all);
}

const char cs_identify_report_head[] = "queue\tchannel\tmatch_how\tcontacts_n";
const char cs_identify_doubts_head[] = "id_kind\tid_value\tmatch_how\tcandidates\tcontacts_n";

/* An empty cell of a group: its column is not there. */
static void
put_cell(struct cs_writer *w, struct cs_str raw)
{
	if (raw.n == 0)
		cs_writer_null(w);
	else
		cs_writer_raw(w, raw);
}

static void
put_group(struct cs_writer *w, struct cs_str queue, struct cs_str channel, const uint64_t *n)
{
	for (int k = 0; k < CS_TOLD; k++) {
		if (n[k] == 0)
			continue;
		put_cell(w, queue);
		put_cell(w, channel);
		cs_writer_raw(w, cs_str_z(told_name[k]));
		cs_writer_i64(w, (int64_t)n[k]);
		cs_writer_end(w);
	}
}

void
cs_identify_report(const struct cs_identify *s, struct cs_writer *w)
{
	struct counts all = count_all(s);
	const struct cs_identify_tally *t = &all.group;
	struct ranked *r = rank(t);
	size_t many = named(r, t->key.n, s->min_group);
	uint64_t few[CS_TOLD] = {0};

	for (size_t i = 0; i < t->key.n; i++) {
		struct cs_str rest = r[i].key, queue;

		(void)cs_str_split(&rest, '\t', &queue);
		if (i < many)
			put_group(w, queue, rest, t->n[r[i].id]);
		for (int k = 0; i >= many && k < CS_TOLD; k++)
			few[k] += t->n[r[i].id][k];
	}
	if (sum(few) >= s->min_group)
		put_group(w, CS_STR("(few)"), CS_STR(""), few);
	free(r);
	free_counts(&all);
}

void
cs_identify_doubts(const struct cs_identify *s, struct cs_writer *w)
{
	struct counts all = count_all(s);
	const struct cs_identify_tally *t = &all.doubt;
	struct ranked *r = rank(t);

	for (size_t i = 0; i < t->key.n; i++) {
		cs_writer_raws(w, r[i].key);
		cs_writer_i64(w, (int64_t)r[i].n);
		cs_writer_end(w);
	}
	free(r);
	free_counts(&all);
}
