/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports: how cells read, every form, and that nothing in a cell can become more than text. */
#include <unistd.h>

#include "base/utf8.h"
#include "rec/reader.h"
#include "view/cells.h"
#include "view/escape.h"
#include "view/few.h"
#include "view/report.h"
#include "view/spark.h"

#include "../tap.h"

/* Loads a stream from its text, through a file, as the tool does. */
static int
load(struct cs_table *t, const char *stream, uint64_t max_rows, struct cs_err *e)
{
	char path[] = "view-test-XXXXXX";
	char *paths[] = {path};
	int fd = mkstemp(path), r;
	struct cs_reader *in;

	if (fd < 0 || write(fd, stream, strlen(stream)) != (ssize_t)strlen(stream))
		return -2;
	(void)close(fd);
	in = cs_reader_open(paths, 1, 0, e);
	r = in != NULL ? cs_table_load(t, in, max_rows, e) : -1;
	cs_reader_close(in);
	(void)unlink(path);
	return r;
}

/* The report of a stream in one form. */
static const char *
form(struct cs_buf *b, const char *stream, unsigned width,
    void (*print)(struct cs_buf *, const struct cs_report *))
{
	struct cs_table t = CS_TABLE_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_report r = {.table = &t, .width = width};

	cs_buf_reset(b);
	if (load(&t, stream, 1000, &e) != 0)
		cs_buf_z(b, e.msg);
	else
		print(b, &r);
	cs_table_finish(&t);
	return cs_buf_cstr(b);
}

static void
german(struct cs_buf *b, const struct cs_report *r)
{
	cs_report_csv(b, r, ',');
}

static void
english(struct cs_buf *b, const struct cs_report *r)
{
	cs_report_csv(b, r, '.');
}

static void
forms(void)
{
	static const char stream[] = "queue\tcontacts\twait_s\tidentified_share\n"
				     "billing\t10\t7\t0.87345678\n"
				     "\\N\t3\t\\N\t\\N\n";
	struct cs_buf b = CS_BUF_INIT;
	const char *s = form(&b, stream, 100, cs_report_terminal);

	ok(strstr(s, "billing") && strstr(s, "87.3"), "terminal: share in per cent");
	ok(strstr(s, "–"), "terminal: a dash for NULL");
	is_str(form(&b, stream, 0, english),
	    "queue,contacts,wait_s,identified_share\r\nbilling,10,7,0.87345678\r\n,3,,\r\n",
	    "CSV keeps every digit, NULL is empty");
	is_str(form(&b, stream, 0, german),
	    "\xef\xbb\xbfqueue;contacts;wait_s;identified_share\r\nbilling;10;7;0,87345678\r\n;3;;"
	    "\r\n",
	    "CSV for Germany");
	is_str(form(&b, stream, 0, cs_report_json),
	    "[\n{\"queue\":\"billing\",\"contacts\":10,\"wait_s\":7,\"identified_share\":0."
	    "87345678},\n"
	    "{\"queue\":null,\"contacts\":3,\"wait_s\":null,\"identified_share\":null}\n]\n",
	    "JSON");
	ok(strstr(form(&b, stream, 0, cs_report_markdown), "| billing |"), "Markdown");
	ok(strstr(form(&b, "queue\tcontacts\n", 80, cs_report_terminal), "(no rows)"), "no rows");
	is_str(form(&b, "queue\tcontacts\n", 0, cs_report_json), "[]\n", "no rows in JSON");
	cs_buf_finish(&b);
}

static void
injection(void)
{
	static const char *const evil[] = {
	    "<script>alert(1)</script>",
	    "\" onmouseover=\"x",
	    "' autofocus",
	    "</title><script>",
	    "&lt;b",
	    "\\x1b[31mred",
	    "\\x1b]0;title\\x07",
	    "<!--",
	    "\xe2\x80\xae"
	    "evil",
	    "javascript:alert(1)",
	    "](http://x)",
	    "![x](http://x)",
	    "=cmd|' /C calc'!A0",
	    "+1+1",
	    "-1+1",
	    "@SUM(1)",
	    "\\t=1",
	    "\\r=1",
	    "|x",
	    "a\\nb",
	    "\xef\xbc\x9d"
	    "1",
	};
	struct cs_buf b = CS_BUF_INIT, stream = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
		const char *s;

		cs_buf_reset(&stream);
		cs_buf_printf(&stream, "%s\tcontacts\n%s\t1\n", evil[i], evil[i]);
		s = form(&b, cs_buf_cstr(&stream), 80, cs_report_html);
		ok(!strstr(s, "<script") && !strstr(s, "onmouseover=\"") && !strchr(s, '\033') &&
			!strstr(s, "\xe2\x80\xae") && !strstr(s, "<!--"),
		    "HTML stays as it is with %zu", i);
		s = form(&b, cs_buf_cstr(&stream), 80, cs_report_terminal);
		ok(!strchr(s, '\033') && !strchr(s, '\r') && !strchr(s, '\a'), "terminal: %zu", i);
		s = form(&b, cs_buf_cstr(&stream), 80, cs_report_markdown);
		ok(!strstr(s, "](http://x)") && !strstr(s, "<script") && !strchr(s, '\033'),
		    "Markdown: %zu", i);
		s = form(&b, cs_buf_cstr(&stream), 0, english);
		ok(!strstr(s, "\n=") && !strstr(s, "\n+") && !strstr(s, "\n@") &&
			!strstr(s, "\n-1+") && !strstr(s, "\n\"=") && !strstr(s, "\n\t"),
		    "CSV: %zu", i);
	}
	cs_buf_finish(&b);
	cs_buf_finish(&stream);
}

static void
layout(void)
{
	static const char wide[] = "queue\taaaaaaaaaaaaaaaa\tbbbbbbbbbbbbbbbb\tcccccccccccccccc\n"
				   "日本語\t1\t2\t3\ncafé\t10\t20\t30\n";
	struct cs_buf b = CS_BUF_INIT;
	const char *line = form(&b, wide, 44, cs_report_terminal);
	size_t panels = 0;

	for (const char *p = line; (p = strstr(p, "queue")) != NULL; p++)
		panels++;
	is_int(panels, 2, "a wide table goes on in a second panel, keys repeated");
	for (; *line != '\0'; line = strchr(line, '\n') + 1) {
		size_t n = strcspn(line, "\n");

		if (cs_utf8_width(cs_str(line, n)) > 44)
			ok(false, "a line wider than the terminal: %.*s", (int)n, line);
	}
	line = form(&b,
	    "comment\tn\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\t1\n", 40,
	    cs_report_terminal);
	ok(strstr(line, "…"), "long text is cut with an ellipsis");
	cs_buf_finish(&b);
}

static void
seconds_and_times(void)
{
	static const struct {
		const char *stream, *want;
	} t[] = {
	    {"wait_s\n7\n", "wait_s\n     s\n     7\n"},
	    {"wait_s\n185\n20\n", "wait_s\n  m:ss\n  3:05\n  0:20\n"},
	    {"wait_s\n3725\n", " wait_s\nh:mm:ss\n1:02:05\n"},
	    {"wait_s\n-90\n-200\n", "wait_s\n  m:ss\n -1:30\n -3:20\n"},
	    {"started_at\n2026-10-05T08:15:00Z\n", "2026-10-05\n\nstarted_at\nUTC\n08:15\n"},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		const char *s = form(&b, t[i].stream, 80, cs_report_terminal);

		if (!ok(strncmp(s, t[i].want, strlen(t[i].want)) == 0, "reads %zu", i))
			printf("# %s\n", s);
	}
	cs_buf_finish(&b);
}

static void
sparks(void)
{
	static const struct cs_point p[] = {{0, true}, {1000, true}, {0, false}, {8000, true}};
	struct cs_buf b = CS_BUF_INIT;

	cs_spark_text(&b, p, 4, 60);
	is_str(cs_buf_cstr(&b), "▁▁ █", "heights and a gap");
	cs_buf_reset(&b);
	cs_spark_text(&b, p, 4, 2);
	is_str(cs_buf_cstr(&b), "▁█", "neighbours joined by their largest");
	cs_buf_reset(&b);
	cs_spark_svg(&b, p, 4, 100, 20, CS_STR("a <b>"));
	ok(strstr(cs_buf_cstr(&b), "aria-label=\"a &lt;b&gt;\""), "the label is escaped");
	cs_buf_finish(&b);
}

static void
limits(void)
{
	struct cs_table t = CS_TABLE_INIT;
	struct cs_err e = CS_ERR_INIT;

	is_int(load(&t, "queue\na\nb\nc\n", 2, &e), -1, "more rows than allowed");
	is_int(e.status, CS_EXIT_DATA, "are refused");
	cs_table_finish(&t);
}

/* What is left of tables of few, as CSV; or the message. */
static void
few(void)
{
	static const struct {
		const char *in, *want;
		int64_t least;
		size_t rows, numbers;
	} cases[] = {
	    {"q\tcontacts\na\t5\nb\t4\nc\t0\nd\t\\N\n", "q,contacts\r\na,5\r\nc,0\r\n", 5, 2, 0},
	    /* Of two names that fit, the longer; what is named after it goes with it. */
	    {"q\tcontacts\tcsat\tcsat_n\tcsat_top2\tcsat_top2_n\tcsat_top2_lo\n"
	     "a\t9\t3.5\t9\t.5\t2\t.1\n",
		"q,contacts,csat,csat_n,csat_top2,csat_top2_n,csat_top2_lo\r\na,9,3.5,9,,,\r\n", 5,
		0, 1},
	    {"q\tasa\tasa_n\na\t1\t4\nb\t1\t5\n", "q,asa,asa_n\r\nb,1,5\r\n", 5, 1, 0},
	    {"q\ttotal_over\tcontacts\na\t\t9\n\\N\tq\t9\n",
		"q,total_over,contacts\r\na,,9\r\n,q,9\r\n", 9, 0, 0},
	    {"q\ttotal_over\tcontacts\na\t\t9\nb\t\t8\n\\N\tq\t17\n",
		"--min-group: what is left out could be computed by the column total_over", 9, 0,
		0},
	    {"q\tothers_n\na\t9\n",
		"--min-group: no column says how many contacts a row is of: contacts, or NAME_n", 2,
		0, 0},
	    {"q\tcontacts\na\tx\n", "--min-group: column contacts: 'x' is not a number", 2, 0, 0},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_table t = CS_TABLE_INIT;
		struct cs_report r = {.table = &t};
		struct cs_err e = CS_ERR_INIT;
		struct cs_table_few gone;

		cs_buf_reset(&b);
		is_int(load(&t, cases[i].in, 100, &e), 0, "loaded");
		if (cs_table_few(&t, cases[i].least, &gone, &e) != 0) {
			is_str(e.msg, cases[i].want, "refused");
		} else {
			english(&b, &r);
			is_str(cs_buf_cstr(&b), cases[i].want, "what is left");
			is_int((int64_t)gone.rows, (int64_t)cases[i].rows, "rows gone");
			is_int((int64_t)gone.numbers, (int64_t)cases[i].numbers, "numbers gone");
		}
		cs_table_finish(&t);
	}
	cs_buf_finish(&b);
}

int
main(void)
{
	forms();
	few();
	injection();
	layout();
	seconds_and_times();
	sparks();
	limits();
	return done();
}
