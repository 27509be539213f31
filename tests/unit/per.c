/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rows add up to for each key: whatever the order and the number of parts, in memory or as
 * text, the sums are those of all rows; groups that are left out are left out; what no counting
 * gives is refused.
 */
#include "cell/per.h"

#include "../tap.h"
#include "base/mem.h"
#include "random.h"

/* One item of each kind. */
static struct cs_per_item items[CS_PER_KINDS] = {{.kind = CS_PER_COUNT}, {.kind = CS_PER_SHARE},
    {.kind = CS_PER_SUM}, {.kind = CS_PER_LEAST}, {.kind = CS_PER_GREATEST},
    {.kind = CS_PER_DISTINCT}};
static const struct cs_per_def def = {.item = items, .n = CS_PER_KINDS};

static const char *const keys[] = {
    "", "a", "tab\there", "back\\slash", "a key of many bytes", "\xc3\xa4"};

enum { NKEY = sizeof keys / sizeof *keys, NGROUP = 3, NROW = 400 };

static struct row {
	uint32_t group;
	int key;
	int64_t v;
} rows[NROW];

static void
add_row(struct cs_per *p, const struct row *r)
{
	struct cs_buf key = CS_BUF_INIT;
	uint32_t pair = cs_per_pair(p, r->group, cs_str_z(keys[r->key]), &key);
	char text[24];
	bool good = true;

	cs_per_sums(p, pair)[CS_PER_COUNT].n++;
	for (unsigned i = CS_PER_SHARE; i < CS_PER_DISTINCT; i++)
		good &= cs_per_take(p, pair, i, i == CS_PER_SHARE ? r->v > 0 : r->v);
	if (!good)
		ok(false, "a small number runs over");
	(void)snprintf(text, sizeof text, "%lld", (long long)r->v);
	cs_per_distinct(p, pair, CS_PER_DISTINCT, cs_str_z(text), &key);
	cs_buf_finish(&key);
}

static void
add_part(void *arg, struct cs_str value)
{
	cs_buf_str(arg, value);
	cs_buf_c(arg, '\n');
}

/* All of it as text, a line a part, groups in order. */
static char *
text_of(struct cs_per *p)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_per_index(p, NGROUP);
	for (uint32_t g = 0; g < NGROUP; g++) {
		cs_buf_printf(&b, "group %u\n", g);
		cs_per_parts(p, g, add_part, &b);
	}
	(void)cs_buf_cstr(&b);
	return b.p;
}

/* The rows dealt to parts, merged; group g of a part is group g of the whole. */
static char *
dealt(int parts)
{
	const uint32_t map[NGROUP] = {0, 1, 2};
	struct cs_per *p = cs_mem_new0((size_t)parts, sizeof *p);
	char *text;

	for (int i = 0; i < parts; i++)
		cs_per_init(&p[i], &def);
	for (int i = 0; i < NROW; i++)
		add_row(&p[below(parts)], &rows[i]);
	for (int i = 1; i < parts; i++) {
		ok(cs_per_merge(&p[0], &p[i], map), "merged");
		cs_per_finish(&p[i]);
	}
	text = text_of(&p[0]);
	cs_per_finish(&p[0]);
	free(p);
	return text;
}

static void
test_merge(void)
{
	char *all, *parts;

	for (int i = 0; i < NROW; i++)
		rows[i] = (struct row){
		    (uint32_t)below(NGROUP), below(NKEY), below(9) == 0 ? -below(50) : below(50)};
	all = dealt(1);
	for (int n = 2; n < 9; n++) {
		parts = dealt(n);
		is_str(parts, all, "%d parts", n);
		free(parts);
	}
	free(all);
}

/* Every line of the text read back, and some of them in another's place. */
static void
test_text(void)
{
	struct cs_str rest, line;
	struct cs_per p;
	uint32_t group = 0;
	char *all = dealt(3), *again;

	cs_per_init(&p, &def);
	for (rest = cs_str_z(all); cs_str_split(&rest, '\n', &line);) {
		if (cs_str_starts(line, CS_STR("group ")))
			group = (uint32_t)(line.p[6] - '0');
		else if (line.n != 0)
			ok(cs_per_read(&p, group, line), "read: %.*s", CS_STR_ARG(line));
	}
	ok(cs_per_sound(&p), "it is sound");
	again = text_of(&p);
	is_str(again, all, "the text is the same again");
	free(again);
	free(all);
	cs_per_finish(&p);
}

/* Groups that are left out, and the index. */
static void
test_groups(void)
{
	const uint32_t map[NGROUP] = {CS_PER_NONE, 1, CS_PER_NONE};
	struct cs_per from, to;
	size_t n = 0;

	cs_per_init(&from, &def);
	cs_per_init(&to, &def);
	for (int i = 0; i < NROW; i++)
		add_row(&from, &rows[i]);
	ok(cs_per_merge(&to, &from, map), "merged");
	cs_per_index(&to, NGROUP);
	cs_per_index(&from, NGROUP);
	is_int(to.begin[1], 0, "nothing of the first group");
	is_int(to.begin[2], (int64_t)(from.begin[2] - from.begin[1]), "all keys of the second");
	is_int(to.begin[3], to.begin[2], "nothing of the third");
	for (uint32_t i = 0; i < to.npair; i++)
		n += (size_t)cs_per_sums(&to, i)[CS_PER_COUNT].n;
	for (int i = 0; i < NROW; i++)
		n -= rows[i].group == 1;
	is_int(n, 0, "and all of its rows");
	ok(cs_per_bytes(&from) > NKEY * NGROUP * CS_PER_KINDS * sizeof(struct cs_per_sum),
	    "what it holds is counted");
	cs_per_finish(&from);
	cs_per_finish(&to);
}

static const struct {
	const char *first, *second; /* the second is refused, or both together are not sound */
	bool unsound;
} bad[] = {
    {"k\t1.n=1", "k\t1.n=0", false},
    {"k\t1.n=1", "k\t1.n=-1", false},
    {"k\t1.n=1", "k\t1.x=1", false},
    {"k\t1.n=1", "k\t7.n=1", false},
    {"k\t1.n=1", "k\t0.n=1", false},
    {"k\t1.n=1", "k\tn=1", false},
    {"k\t1.n=1", "k\t1.n", false},
    {"k\t1.n=1", "k\t1.n=x", false},
    {"k\t1.n=1", "k\t", false},
    {"k\t1.n=1", "\\q\t1.n=1", false},
    {"k\t6.item=\\t", "k\t6.item=\\q", false},
    {"k\t1.n=9223372036854775807", "k\t1.n=1", false},
    {"k\t3.n=1\t3.sum=9223372036854775807", "k\t3.n=1\t3.sum=1", false},
    {"k\t2.n=1\t2.x=1", "k\t2.x=1", true},
    {"k\t2.n=1\t2.x=1", "k\t2.n=1\t2.x=-1", false},
};

static void
test_bad(void)
{
	const uint32_t map[1] = {0};
	struct cs_per p, q;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		cs_per_init(&p, &def);
		ok(cs_per_read(&p, 0, cs_str_z(bad[i].first)), "taken: %s", bad[i].first);
		is_int(cs_per_read(&p, 0, cs_str_z(bad[i].second)), bad[i].unsound, "then %s",
		    bad[i].second);
		if (bad[i].unsound)
			ok(!cs_per_sound(&p), "more in the part than in the whole");
		cs_per_finish(&p);
	}
	cs_per_init(&p, &def);
	cs_per_init(&q, &def);
	(void)cs_per_read(&p, 0, CS_STR("k\t3.n=1\t3.sum=9223372036854775807"));
	(void)cs_per_read(&q, 0, CS_STR("k\t3.n=1\t3.sum=1"));
	ok(!cs_per_merge(&p, &q, map), "a sum that runs over when parts merge");
	cs_per_finish(&p);
	cs_per_finish(&q);
}

int
main(void)
{
	seed = 11;
	test_merge();
	test_text();
	test_groups();
	test_bad();
	return done();
}
