/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which periods are ranked, and which are before them: calendars, zones, ends of months. */
#include "rank/rankwindow.h"

#include "../tap.h"
#include "cells_text.h"

enum { MOST = 16 };

/* Cells of one agent with the values of one key of time. */
static struct cs_cells *
cells_of(const char *kind, const char *zone, const char *as_of, const char *periods)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_str rest = cs_str_z(periods), one;
	struct cs_cells *c;
	int n = 0;

	cs_buf_z(&b, "kind\tagent_id\twhen\tmetric\tpart\tvalue\n"
		     "meta\t\\N\t\\N\t\\N\tversion\t1\nmeta\t\\N\t\\N\t\\N\tcolumn\tcsat\n"
		     "key\t\\N\t\\N\tagent_id\tkind\tcolumn\nkey\t\\N\t\\N\tagent_id\ttype\tid\n"
		     "metric\t\\N\t\\N\tgood\tformula\tshare(csat >= 4)\n"
		     "metric\t\\N\t\\N\tgood\tunit\tshare\nkey\t\\N\t\\N\twhen\ttype\ttime\n");
	cs_buf_printf(&b, "key\t\\N\t\\N\twhen\tkind\t%s\n", kind);
	if (zone != NULL)
		cs_buf_printf(&b, "meta\t\\N\t\\N\t\\N\tzone\t%s\n", zone);
	if (as_of != NULL)
		cs_buf_printf(&b, "meta\t\\N\t\\N\t\\N\tas_of\t%s\n", as_of);
	for (; cs_str_split(&rest, ' ', &one); n++)
		cs_buf_printf(&b, "cell\ta\t%.*s\tgood\tn\t5\n", CS_STR_ARG(one));
	cs_buf_printf(&b, "end\t\\N\t\\N\t\\N\tcells\t%d\n", n);
	c = cells_of_text(cs_buf_cstr(&b), &e);
	ok(c != NULL, "cells by %s: %s", kind, e.msg);
	cs_buf_finish(&b);
	return c;
}

static const struct {
	const char *kind, *zone, *cells_as_of, *periods; /* in their order */
	const char *as_of, *window;			 /* as options have them; NULL: not given */
	const char *in;	       /* a letter each period: i in, w before, . neither; NULL: all */
	const char *from, *to; /* instants; NULL: not looked at */
} cases[] = {
    {"month", NULL, NULL, "2026-01-01 2026-02-01 2026-03-01 2026-04-01 2026-05-01", NULL, NULL,
	"wwiii", "2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z"},
    {"month", NULL, NULL, "2026-01-01 2026-02-01 2026-03-01 2026-04-01 2026-05-01", "2026-05-01",
	NULL, "wiii.", "2026-02-01T00:00:00Z", "2026-05-01T00:00:00Z"},
    {"month", NULL, "2026-04-30T12:00:00Z", "2026-01-01 2026-04-01 2026-05-01", NULL, "1mo", ".i.",
	NULL, NULL},
    {"month", NULL, NULL, "2025-12-01 2026-01-01", NULL, "1y", "ii", "2025-02-01T00:00:00Z", NULL},
    {"month", NULL, NULL, "2026-01-01 2026-02-01", NULL, "all", NULL, NULL, NULL},
    /* of a month 16 of 31 days, and 15: it is none of the three then */
    {"month", NULL, NULL, "2026-02-01 2026-03-01 2026-04-01 2026-05-01", "2026-05-17", "1mo",
	"..wi", "2026-05-01T00:00:00Z", NULL},
    {"month", NULL, NULL, "2026-02-01 2026-03-01 2026-04-01 2026-05-01", "2026-05-16", "1mo",
	".wii", "2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z"},
    {"week", NULL, NULL, "2026-02-23 2026-03-02 2026-03-09", "2026-03-13", "1w", ".wi", NULL, NULL},
    /* a zone west of Greenwich: the last instant before 1 May UTC is of April there */
    {"month", "America/New_York", NULL, "2026-03-01 2026-04-01 2026-05-01", "2026-05-01T03:59:59Z",
	"1mo", "wi.", "2026-04-01T04:00:00Z", "2026-05-01T04:00:00Z"},
    {"week", NULL, NULL, "2026-02-23 2026-03-02 2026-03-09 2026-03-16", NULL, "2w", "wwii",
	"2026-03-09T00:00:00Z", "2026-03-23T00:00:00Z"},
    {"week", NULL, "2026-03-11T08:00:00Z", "2026-02-23 2026-03-02 2026-03-09", NULL, "1w", "wii",
	NULL, NULL},
    /* a week is of the month that it begins in */
    {"week", NULL, NULL, "2026-03-23 2026-03-30", "2026-04-03", "1mo", "ii", NULL, NULL},
    {"day", NULL, NULL, "2026-02-27 2026-02-28 2026-03-01", NULL, "2d", "wii",
	"2026-02-28T00:00:00Z", "2026-03-02T00:00:00Z"},
    /* the night in which clocks go forward */
    {"day", "Europe/Berlin", NULL, "2026-03-28 2026-03-29 2026-03-30", NULL, "1d", ".wi",
	"2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"},
    {"3600", NULL, NULL, "2026-03-01T22:00:00Z 2026-03-01T23:00:00Z 2026-03-02T05:00:00Z", NULL,
	"1d", "wwi", NULL, NULL},
    {"month", NULL, NULL, "0001-02-01 2026-01-01", NULL, "1200mo", ".i", NULL, NULL},
    {"month", NULL, NULL, "0001-02-01", NULL, "1200mo", "i", NULL, NULL},
};

static bool
time_is(const char *text, int64_t t)
{
	int64_t want;

	return text == NULL || (cs_time_parse(cs_str_z(text), &want) && want == t);
}

static void
test_case(size_t i)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_cells *c =
	    cells_of(cases[i].kind, cases[i].zone, cases[i].cells_as_of, cases[i].periods);
	const struct cs_rankkeys_ask none = {0};
	struct cs_rankwindow_ask ask = {.set = cases[i].window != NULL};
	struct cs_rankwindow w;
	struct cs_rankkeys k;
	char in[MOST] = "";

	ask.all = ask.set && strcmp(cases[i].window, "all") == 0;
	if (ask.set && !ask.all)
		ok(cs_duration_parse(cs_str_z(cases[i].window), &ask.last), "a length");
	if (cases[i].as_of != NULL && strlen(cases[i].as_of) == 10) {
		struct cs_civil day;

		ask.has_as_of = cs_civil_parse(cs_str_z(cases[i].as_of), &day);
		ask.as_of = cs_civil_utc(&day);
	} else if (cases[i].as_of != NULL) {
		ask.has_as_of = cs_time_parse(cs_str_z(cases[i].as_of), &ask.as_of);
	}
	ok(cs_rankkeys_make(&a, c, &none, &k, &e) == 0 &&
		cs_rankwindow_make(&a, c, &k, &ask, &w, &e) == 0,
	    "case %zu: %s", i, e.msg);
	is_int(w.all, cases[i].in == NULL, "whether there is a window");
	if (!w.all) {
		for (uint32_t p = 0; p < k.ids[CS_RANK_PERIOD].n && p < MOST - 1; p++)
			in[p] = w.now[p] ? 'i' : w.before[p] ? 'w' : '.';
		is_str(in, cases[i].in, "which periods");
		ok(time_is(cases[i].from, w.from) && time_is(cases[i].to, w.to), "from, to");
		ok(w.before_from < w.from || w.from < INT64_C(-62000000000000000), "before");
		for (size_t p = 0; in[p] != '\0'; p++) {
			w.nnow -= in[p] == 'i';
			w.nbefore -= in[p] == 'w';
		}
		ok(w.nnow == 0 && w.nbefore == 0, "and how many");
	}
	cs_cells_free(c);
	cs_arena_finish(&a);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		test_case(i);
	return done();
}
