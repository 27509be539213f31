/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The chain of a join, with steps made for it: later ones see the columns of earlier ones, those
 * that have to look do so when what they lean on is there, columns are written anew in place. Any
 * number of workers, batches of any size. And side tables as steps, in memory and from disk.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "joinrun.h"
#include "random.h"
#include "rec/sidejoin.h"

/*
 * A step that adds two columns to what it reads: the cell itself in brackets and, if it looks, how
 * many records there are; if not, the number of the record.
 */
struct toy {
	const char *reads, *adds[2];
	bool looks;
	struct cs_join_col col;
	uint64_t seen[8], all, counted[8]; /* by worker */
};

static struct cs_buf diary;

static int
toy_bind(void *p, struct cs_join *j, struct cs_err *e)
{
	struct toy *t = p;

	for (int i = 0; i < 2; i++) {
		if (t->adds[i] != NULL && cs_join_adds(j, cs_str_z(t->adds[i]), e) != 0)
			return -1;
		if (i == 0 && cs_join_need(j, cs_str_z(t->reads), &t->col, e) != 0)
			return -1;
	}
	return 0;
}

static bool
toy_looks(const void *p)
{
	const struct toy *t = p;

	return t->looks;
}

static int
toy_look(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_err *e)
{
	struct toy *t = p;

	(void)e;
	for (uint32_t i = 0; i < rows->batch->nrow; i++)
		t->seen[worker] += cs_join_cell(rows, t->col, i).n != 0;
	return 0;
}

static int
toy_looked(void *p, struct cs_err *e)
{
	struct toy *t = p;

	(void)e;
	for (int i = 0; i < 8; i++)
		t->all += t->seen[i];
	cs_buf_printf(&diary, "%s ", t->adds[0]);
	return 0;
}

static int
toy_add(void *p, unsigned worker, struct cs_join_rows *rows, struct cs_str *run, struct cs_err *e)
{
	struct toy *t = p;

	(void)e;
	for (uint32_t i = 0; i < rows->batch->nrow; i++) {
		struct cs_str cell = cs_join_cell(rows, t->col, i);
		char *to = cs_join_room(rows, cell.n + 40);
		int n = snprintf(to, cell.n + 40, "[%.*s]%s%llu", CS_STR_ARG(cell),
		    t->adds[1] != NULL ? "\t" : "",
		    (unsigned long long)(t->looks ? t->all : rows->first + i));

		run[i] = cs_str(to, (size_t)n);
		t->counted[worker] += rows->last;
		if (rows->last && cs_str_eqz(cell, "b") && cs_join_lists(rows, 0, 1))
			cs_join_miss(rows, 0, "is b", i, cell, CS_JOIN_NONE);
	}
	return 0;
}

static size_t
toy_account(const void *p, struct cs_join_count *count)
{
	const struct toy *t = p;

	count[0] = (struct cs_join_count){"counted", 0};
	for (int i = 0; i < 8; i++)
		count[0].n += t->counted[i];
	return 1;
}

static void
toy_free(void *p)
{
	free(p);
}

static const struct cs_join_kind toy = {.bind = toy_bind,
    .looks = toy_looks,
    .look = toy_look,
    .looked = toy_looked,
    .add = toy_add,
    .account = toy_account,
    .free = toy_free};

static int
add_toy(struct join_run *r, const char *reads, const char *a, const char *b, bool looks)
{
	struct toy *t = cs_mem_new0(1, sizeof *t);

	*t = (struct toy){.reads = reads, .adds = {a, b}, .looks = looks};
	return cs_join_step(&r->join, &toy, t, "toy", &r->e);
}

static const char records[] = "x\ty\nb\t1\nb\t2\nc\t3\nb\t4\nb\t5\n";

/* A step that looks leans on one that looks; one that does not need it is looked at at once. */
static void
passes(void)
{
	for (size_t rows = 0; rows <= 3; rows++) {
		for (unsigned workers = 1; workers <= 3; workers++) {
			struct join_run r = {.records = records, .rows = rows, .workers = workers};
			char *out;

			cs_buf_reset(&diary);
			join_begin(&r);
			ok(add_toy(&r, "x", "p", "q", false) == 0 &&
				add_toy(&r, "p", "s", "t", true) == 0 &&
				add_toy(&r, "s", "u", "v", true) == 0 &&
				add_toy(&r, "y", "w", "z", true) == 0,
			    "four steps, %zu rows, %u workers", rows, workers);
			out = join_end(&r);
			is_str(out,
			    "x\ty\tp\tq\ts\tt\tu\tv\tw\tz\n"
			    "b\t1\t[b]\t0\t[[b]]\t5\t[[[b]]]\t5\t[1]\t5\n"
			    "b\t2\t[b]\t1\t[[b]]\t5\t[[[b]]]\t5\t[2]\t5\n"
			    "c\t3\t[c]\t2\t[[c]]\t5\t[[[c]]]\t5\t[3]\t5\n"
			    "b\t4\t[b]\t3\t[[b]]\t5\t[[[b]]]\t5\t[4]\t5\n"
			    "b\t5\t[b]\t4\t[[b]]\t5\t[[[b]]]\t5\t[5]\t5\n",
			    "what they write");
			is_str(cs_buf_cstr(&diary), "s w u ", "in the order of what they need");
			is_str(cs_buf_cstr(&r.said), "counted 5\ncounted 5\ncounted 5\ncounted 5\n",
			    "each record is counted once");
			free(out);
			cs_buf_finish(&r.said);
		}
	}
}

/* Columns of the input that a step writes anew stand where they were. */
static void
replaced(void)
{
	struct join_run r = {.records = records, .replace = true};
	char *out;

	join_begin(&r);
	ok(add_toy(&r, "x", "new", "y", false) == 0 && add_toy(&r, "y", "x", "more", false) == 0,
	    "two steps write columns anew");
	out = join_end(&r);
	is_str(out,
	    "x\ty\tnew\tmore\n"
	    "[0]\t0\t[b]\t0\n[1]\t1\t[b]\t1\n[2]\t2\t[c]\t2\n[3]\t3\t[b]\t3\n[4]\t4\t[b]\t4\n",
	    "and the second reads what the first wrote");
	free(out);
	cs_buf_finish(&r.said);
}

/* Steps of which the last one cannot be. */
static void
refuse(const char *want, const char *reads, const char *adds, unsigned good)
{
	struct join_run r = {.records = records};

	join_begin(&r);
	for (unsigned i = 0; i < good; i++)
		is_int(add_toy(&r, "x", "p", NULL, false), 0, "a step that can be");
	is_int(add_toy(&r, reads, adds, NULL, false), -1, "%s", want);
	is_str(r.e.msg, want, "is said");
	cs_join_free(&r.join);
	cs_head_finish(&r.head);
}

static void
refused(void)
{
	refuse("toy: column y is there already", "x", "y", 0);
	refuse("there is no column 'z'", "z", "q", 0);
	refuse("toy: column p is added twice", "x", "p", 1);
}

/* The list of misses: a few of a batch, or all. */
static void
misses(void)
{
	for (int all = 0; all <= 1; all++) {
		struct join_run r = {.records = records};
		struct cs_batch b = {.ncol = 2, .file = "x.tsv", .row0 = 1};
		struct cs_join_rows rows = {.batch = NULL};

		join_begin(&r);
		r.join.env.list_all = all != 0;
		(void)add_toy(&r, "x", "p", NULL, false);
		cs_buf_z(&b.bytes, strchr(records, '\n') + 1);
		ok(cs_batch_split(&b, &r.e) == 0 && cs_join_next(&r.join, &r.e) == 0, "a batch");
		cs_join_rows_begin(&r.join, &rows, &b, 0);
		is_int(cs_join_pass(&r.join, 0, &rows, &r.e), 0, "goes through");
		is_str(cs_buf_cstr(&rows.missed),
		    all ? "toy\tis b\tx.tsv\t2\tb\t\\N\ntoy\tis b\tx.tsv\t3\tb\t\\N\n"
			  "toy\tis b\tx.tsv\t5\tb\t\\N\ntoy\tis b\tx.tsv\t6\tb\t\\N\n"
			: "toy\tis b\tx.tsv\t2\tb\t\\N\ntoy\tis b\tx.tsv\t3\tb\t\\N\n"
			  "toy\tis b\tx.tsv\t5\tb\t\\N\n",
		    all ? "all are listed" : "the first three are listed");
		cs_join_rows_finish(&rows);
		cs_batch_finish(&b);
		cs_join_free(&r.join);
		cs_head_finish(&r.head);
	}
}

/* A file of these bytes that has no name; path has room for that of its descriptor. */
static int
make_file(const char *text, char path[32])
{
	int fd = memfd_create("side", 0);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		abort();
	(void)snprintf(path, 32, "/dev/fd/%d", fd);
	return fd;
}

/* Random records and tables: whatever the memory, the batches and the workers, the same comes. */
static void
sides(void)
{
	static const char *const words[] = {"on k last", "on k latest t within 5m first",
	    "on k nearest t add v,days(t)=d", "on k next t add v", "on k,v=w last add t=t2"};
	struct cs_buf in = CS_BUF_INIT, side = CS_BUF_INIT;
	char path[32];
	int fd;

	cs_buf_z(&in, "k\tv\tstarted_at\n");
	cs_buf_z(&side, "k\tt\tv\tw\n");
	for (int i = 0; i < 900; i++) {
		cs_buf_printf(&side, "%s%d\t2026-01-01T%02d:%02d:00Z\tx%d\t%d\n",
		    below(40) == 0 ? "a\\\\\\x41" : "k", below(200), below(24), below(60), below(9),
		    below(3));
		cs_buf_printf(&in, "%s%d\t%d\t2026-01-01T%02d:%02d:00Z\n",
		    below(40) == 0 ? "a\\\\A" : "k", below(220), below(4), below(24), below(60));
	}
	fd = make_file(cs_buf_cstr(&side), path);
	for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
		char *want = NULL, *said = NULL;
		bool same = true;

		for (int round = 0; round < 8; round++) {
			struct join_run r = {.records = cs_buf_cstr(&in),
			    .rows = round < 2 ? 0 : (size_t)below(100) + 1,
			    .workers = (unsigned)below(4) + 1,
			    .mem = round % 2 == 0 ? 64 << 20 : 1,
			    .replace = true};
			struct cs_arena a = CS_ARENA_INIT;
			struct cs_side_spec spec;
			char *out;

			join_begin(&r);
			if (cs_side_spec_words(&a, cs_str_z(words[w]), &spec, &r.e) != 0)
				abort();
			spec.file = path;
			(void)lseek(fd, 0, SEEK_SET);
			if (cs_sidejoin_add(&r.join, &spec, "side", &r.e) != 0)
				abort();
			out = join_end(&r);
			(void)cs_buf_cstr(&r.said);
			if (want == NULL) {
				want = out;
				said = strdup(r.said.p);
			} else {
				same =
				    same && strcmp(want, out) == 0 && strcmp(said, r.said.p) == 0;
				free(out);
			}
			cs_buf_finish(&r.said);
			cs_arena_finish(&a);
		}
		ok(same, "%s: in memory and from disk", words[w]);
		ok(strstr(said, "matched") != NULL && strstr(said, "unknown") != NULL, "%s", said);
		free(want);
		free(said);
	}
	(void)close(fd);
	cs_buf_finish(&in);
	cs_buf_finish(&side);
}

int
main(void)
{
	seed = 4711;
	passes();
	replaced();
	refused();
	misses();
	sides();
	cs_buf_finish(&diary);
	return done();
}
