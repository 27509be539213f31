/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a record stream: cells, the byte held back, failures, poison. */
#include "rec/writer.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../tap.h"

/* A pipe that nobody reads but the test itself. */
struct tube {
	int end[2];
	struct cs_buf got;
	int writes, newlines; /* seen so far; those that ended with a newline */
};

static void
tube_open(struct tube *t)
{
	*t = (struct tube){.writes = 0};
	if (pipe(t->end) != 0)
		abort();
}

/* Takes what was written since the last time. */
static void
tube_look(struct tube *t)
{
	int n = 0;

	if (ioctl(t->end[0], FIONREAD, &n) != 0 || n == 0)
		return;
	if (read(t->end[0], cs_buf_reserve(&t->got, (size_t)n), (size_t)n) != n)
		abort();
	t->got.n += (size_t)n;
	t->writes++;
	t->newlines += t->got.p[t->got.n - 1] == '\n';
}

static void
tube_close(struct tube *t)
{
	(void)close(t->end[0]);
	(void)close(t->end[1]);
	cs_buf_finish(&t->got);
}

static void
make_head(struct cs_head *h, const char *line)
{
	if (cs_head_parse(h, cs_str_z(line), NULL) != 0)
		abort();
}

static void
cells(void)
{
	struct cs_head h = CS_HEAD_INIT;
	struct cs_err err = CS_ERR_INIT;
	struct cs_writer w;
	struct tube t;

	tube_open(&t);
	make_head(&h, "a\tb\tc");
	cs_writer_init(&w, t.end[1], "out");
	is_int(fcntl(t.end[1], F_GETPIPE_SZ), 1 << 20, "a pipe is made 1 MiB");
	cs_writer_head(&w, &h);
	cs_writer_raw(&w, CS_STR("a\\tb"));
	cs_writer_text(&w, CS_STR("x\ty"));
	cs_writer_null(&w);
	cs_writer_end(&w);
	cs_writer_i64(&w, -5);
	cs_writer_raws(&w, CS_STR("p\tq"));
	cs_writer_end(&w);
	cs_writer_text(&w, CS_STR(""));
	cs_writer_text(&w, CS_STR(""));
	cs_writer_text(&w, CS_STR(""));
	cs_writer_end(&w);
	cs_writer_records(&w, CS_STR("1\t2\t3\n4\t5\t6\n"), 2);
	tube_look(&t);
	is_int(t.writes, 0, "nothing is written early");
	is_int(w.rows, 5, "five records");
	is_int(cs_writer_finish(&w, &err), 0, "finished");
	tube_look(&t);
	is_slice(cs_buf_all(&t.got),
	    "a\tb\tc\na\\tb\tx\\ty\t\\N\n-5\tp\tq\n\t\t\n1\t2\t3\n4\t5\t6\n", "all of it");
	cs_writer_free(&w);
	cs_head_finish(&h);
	tube_close(&t);
}

/* No write but the last ends with a newline, whatever comes. */
static void
held_back(void)
{
	struct cs_head h = CS_HEAD_INIT;
	struct cs_err err = CS_ERR_INIT;
	struct cs_buf want = CS_BUF_INIT, block = CS_BUF_INIT;
	struct cs_writer w;
	struct tube t;
	uint64_t rows = 0;

	tube_open(&t);
	make_head(&h, "a");
	cs_writer_init(&w, t.end[1], "out");
	cs_writer_head(&w, &h);
	cs_buf_z(&want, "a\n");
	for (int i = 0; i < 200000; i++) {
		if (i % 7 < 2) {
			cs_writer_text(&w, CS_STR("")); /* blank lines, perhaps at the border */
		} else {
			cs_writer_i64(&w, i);
			cs_buf_i64(&want, i);
		}
		cs_writer_end(&w);
		cs_buf_c(&want, '\n');
		tube_look(&t);
	}
	for (size_t n = 1; n < 400000; n = n * 2 + 1) {
		cs_buf_reset(&block);
		for (size_t i = 0; i < n; i++)
			cs_buf_c(&block, i + 3 >= n || i % 10 == 9 ? '\n' : 'x');
		cs_writer_records(&w, cs_buf_all(&block), 1);
		cs_buf_str(&want, cs_buf_all(&block));
		tube_look(&t);
		rows++;
	}
	ok(t.writes > 5, "%d writes", t.writes);
	is_int(t.newlines, 0, "none of them ends with a newline");
	is_int(w.rows, 200000 + rows, "records are counted");
	is_int(cs_writer_push(&w, &err), 0, "pushed");
	tube_look(&t);
	is_int(t.newlines, 0, "a push holds the byte back as well");
	ok(w.buf.n <= 4, "and hardly more");
	is_int(cs_writer_flush(&w, &err), 0, "flushed");
	tube_look(&t);
	is_int(t.newlines, 1, "a flush gives the last byte too");
	cs_writer_i64(&w, 1);
	cs_writer_end(&w);
	cs_buf_z(&want, "1\n");
	is_int(cs_writer_finish(&w, &err), 0, "finished");
	tube_look(&t);
	ok(cs_str_eq(cs_buf_all(&t.got), cs_buf_all(&want)), "all of it, in order");
	cs_writer_free(&w);
	cs_head_finish(&h);
	cs_buf_finish(&want);
	cs_buf_finish(&block);
	tube_close(&t);
}

static void
failures(void)
{
	static const char *const name[] = {"/dev/full", "/dev/null"};
	struct cs_head h = CS_HEAD_INIT;
	struct cs_writer w;
	struct tube t;
	int fd;

	make_head(&h, "a");
	for (int i = 0; i < 2; i++) {
		struct cs_err err = CS_ERR_INIT;

		fd = open(name[i], i == 0 ? O_WRONLY | O_CLOEXEC : O_RDONLY | O_CLOEXEC);
		cs_writer_init(&w, fd, name[i]);
		cs_writer_head(&w, &h);
		for (int k = 0; k < 100000; k++) {
			cs_writer_text(&w, CS_STR("0123456789"));
			cs_writer_end(&w);
		}
		ok(cs_writer_failed(&w), "a failed write is known");
		ok(w.buf.cap < 1 << 20, "and nothing piles up behind it");
		cs_writer_poison(&w, "x");
		is_int(cs_writer_finish(&w, &err), -1, "and is the end's result");
		is_int(err.status, CS_EXIT_IO, "as an error of writing");
		is_str(err.msg,
		    i == 0 ? "/dev/full: No space left on device"
			   : "/dev/null: Bad file descriptor",
		    "with its reason");
		cs_writer_free(&w);
		(void)close(fd);
	}
	for (int i = 0; i < 2; i++) {
		struct cs_err err = CS_ERR_INIT;

		(void)signal(SIGPIPE, SIG_IGN);
		tube_open(&t);
		(void)close(t.end[0]);
		cs_writer_init(&w, t.end[1], "stdout");
		cs_writer_head(&w, &h);
		is_int(i != 0 ? cs_writer_flush(&w, &err) : cs_writer_finish(&w, &err), -1,
		    "nobody reads");
		is_str(err.msg, "stdout: Broken pipe", "and it is said");
		cs_writer_free(&w);
		tube_close(&t);
	}
	cs_head_finish(&h);
}

static void
poison(void)
{
	static const struct {
		int head, cells;
		const char *want;
		bool unhead;
	} c[] = {
	    {0, 0, "", true},
	    {1, 0, "", true},
	    {1, 1, "a\tb\n1\n\\! t:7: no  x\n", true},
	    {0, 0, "", false},
	    {1, 0, "a\tb\n\\! t:7: no  x\n", false},
	    {1, 1, "a\tb\n1\n\\! t:7: no  x\n", false},
	    {1, 2, "a\tb\n1\t1\n\\! t:7: no  x\n", false},
	};
	struct cs_head h = CS_HEAD_INIT;

	make_head(&h, "a\tb");
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct cs_err err = CS_ERR_INIT;
		struct cs_writer w;
		struct tube t;

		tube_open(&t);
		cs_writer_init(&w, t.end[1], "out");
		if (c[i].head != 0)
			cs_writer_head(&w, &h);
		for (int k = 0; k < c[i].cells; k++)
			cs_writer_i64(&w, 1);
		if (c[i].unhead)
			cs_writer_unhead(&w);
		cs_writer_poison(&w, "t:7: no\t\nx");
		is_int(cs_writer_finish(&w, &err), 0, "finished");
		tube_look(&t);
		is_slice(cs_buf_all(&t.got), c[i].want, "poison");
		cs_writer_free(&w);
		tube_close(&t);
	}
	cs_head_finish(&h);
}

int
main(void)
{
	cells();
	held_back();
	failures();
	poison();
	return done();
}
