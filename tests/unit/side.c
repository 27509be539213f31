/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Side tables: every way of finding a row against a search that looks at all rows; rows in any
 * order and in pieces of any size; contradictions, of which the first in the file is named; days.
 */
#include "rec/side.h"

#include "../tap.h"
#include "base/civil.h"
#include "random.h"
#include "times.h"

enum { MOST = 60, KEYS = 5, INSTANTS = 24 };

/* A table as it is written down. */
static struct table {
	size_t n;
	int key[MOST];
	char run[MOST][8];
	int64_t at[MOST], to[MOST];
	uint32_t line[MOST];
} table;

static char key_text[KEYS + 2][48];

/* The first is empty, the others are short and long. */
static struct cs_str
key_of(int i)
{
	return cs_str_z(key_text[i]);
}

static void
add_all(struct cs_side *s, size_t piece)
{
	struct cs_str key[MOST], run[MOST];
	struct cs_side_rows rows = {.key = key, .run = run};

	for (size_t from = 0; from < table.n; from += rows.n) {
		rows.n = table.n - from < piece ? table.n - from : piece;
		for (size_t i = 0; i < rows.n; i++) {
			key[i] = key_of(table.key[from + i]);
			run[i] = cs_str_z(table.run[from + i]);
		}
		rows.line = table.line + from;
		rows.at = s->when != CS_SIDE_ANY ? table.at + from : NULL;
		rows.to = s->when == CS_SIDE_RANGE ? table.to + from : NULL;
		cs_side_add(s, &rows);
	}
}

static bool
better(const struct cs_side *s, size_t i, int best, int64_t t)
{
	int64_t a = table.at[i], b = best >= 0 ? table.at[best] : 0;
	int64_t da, db;

	if (best < 0)
		return true;
	if (a == b)
		return s->ties == CS_SIDE_LAST;
	switch (s->when) {
	case CS_SIDE_LATEST:
		return a > b;
	case CS_SIDE_NEXT:
		return a < b;
	case CS_SIDE_NEAREST:
		da = a < t ? t - a : a - t;
		db = b < t ? t - b : b - t;
		return da < db || (da == db && a < b);
	case CS_SIDE_ANY:
	case CS_SIDE_RANGE:
		break;
	}
	return s->ties == CS_SIDE_LAST;
}

static bool
may_be(const struct cs_side *s, size_t i, int64_t t)
{
	switch (s->when) {
	case CS_SIDE_RANGE:
		return table.at[i] <= t && t < table.to[i];
	case CS_SIDE_LATEST:
		return table.at[i] <= t;
	case CS_SIDE_NEXT:
		return table.at[i] >= t;
	case CS_SIDE_ANY:
	case CS_SIDE_NEAREST:
		break;
	}
	return true;
}

/* The row of a key and an instant, by looking at all of them; -1, and why. */
static int
search(const struct cs_side *s, int key, int64_t t, enum cs_side_found *found)
{
	int best = -1;
	bool known = false;

	for (size_t i = 0; i < table.n; i++) {
		if (table.key[i] != key)
			continue;
		known = true;
		if (may_be(s, i, t) && better(s, i, best, t))
			best = (int)i;
	}
	*found = !known ? CS_SIDE_UNKNOWN : best < 0 ? CS_SIDE_GAP : CS_SIDE_MATCHED;
	if (best >= 0 && s->within >= 0) {
		int64_t d = table.at[best] - t;

		if ((d < 0 ? -d : d) > s->within)
			*found = CS_SIDE_OUTSIDE;
	}
	return best;
}

/* How many of all keys at all instants are found otherwise. */
static int
differences(const struct cs_side *s)
{
	struct cs_str key[KEYS + 2];
	int64_t at[KEYS + 2];
	uint32_t row[KEYS + 2];
	uint8_t found[KEYS + 2], found_cell[KEYS + 2];
	char text[KEYS + 2][CS_MAP_BEYOND] = {{0}};
	struct cs_str cell[KEYS + 2];
	uint32_t row_of_cell[KEYS + 2];
	int wrong = 0;

	for (int64_t t = -1; t <= INSTANTS; t++) {
		for (int k = 0; k < KEYS + 2; k++) {
			key[k] = cell[k] = key_of(k);
			at[k] = t;
			if (key[k].n > CS_MAP_BEYOND)
				continue;
			memcpy(text[k], key[k].p, key[k].n);
			cell[k].p = text[k];
		}
		cs_side_find(s, key, at, KEYS + 2, row, found);
		cs_side_find_cells(s, cell, at, KEYS + 2, row_of_cell, found_cell);
		for (int k = 0; k < KEYS + 2; k++) {
			enum cs_side_found want;
			int best = search(s, k, t, &want);

			wrong += found_cell[k] != want ||
				 (want == CS_SIDE_MATCHED && row_of_cell[k] != row[k]);
			if (found[k] != want ||
			    (want == CS_SIDE_MATCHED &&
				!cs_str_eqz(cs_side_run(s, row[k]), table.run[best])))
				wrong++;
		}
	}
	return wrong;
}

/* Ranges do not overlap: cut a line for each key; others are any. */
static void
make_table(const struct cs_side *s)
{
	int64_t next[KEYS] = {0};
	bool any[KEYS] = {false};

	table.n = 0;
	for (int i = below(MOST); i > 0; i--) {
		size_t n = table.n;
		int k = below(KEYS);

		table.key[n] = k;
		(void)snprintf(table.run[n], sizeof table.run[n], "%d", (int)n);
		table.line[n] = (uint32_t)n + 2;
		table.at[n] = below(INSTANTS);
		if (s->when == CS_SIDE_RANGE) {
			table.at[n] = next[k] + below(3);
			table.to[n] = table.at[n] + below(4);
			next[k] = table.to[n];
			if (!any[k] && below(2) == 0)
				table.at[n] = CS_SIDE_NONE;
			any[k] = true;
			if (below(9) == 0) {
				table.to[n] = CS_SIDE_OPEN;
				next[k] = INSTANTS + 9;
			}
		}
		if (s->when != CS_SIDE_RANGE || table.at[n] < INSTANTS)
			table.n++;
	}
}

/* Rows change places, which is of no account where ties are broken by instants alone. */
static void
shuffle(void)
{
	for (size_t i = table.n; i > 1; i--) {
		size_t k = (size_t)below((int)i);
		struct table t = table;

		table.key[i - 1] = t.key[k];
		table.at[i - 1] = t.at[k];
		table.to[i - 1] = t.to[k];
		memcpy(table.run[i - 1], t.run[k], sizeof t.run[k]);
		table.key[k] = t.key[i - 1];
		table.at[k] = t.at[i - 1];
		table.to[k] = t.to[i - 1];
		memcpy(table.run[k], t.run[i - 1], sizeof t.run[k]);
	}
}

static void
against_all_rows(void)
{
	static const char *const name[] = {"by key", "range", "latest", "next", "nearest"};

	for (int when = CS_SIDE_ANY; when <= CS_SIDE_NEAREST; when++) {
		for (int ties = CS_SIDE_FIRST; ties <= CS_SIDE_LAST; ties++) {
			int wrong = 0, closed = 0;

			for (int round = 0; round < 400; round++) {
				struct cs_side s = {.when = (enum cs_side_when)when,
				    .ties = (enum cs_side_ties)ties,
				    .within = when >= CS_SIDE_LATEST ? below(9) - 1 : -1};
				struct cs_err e = CS_ERR_INIT;
				uint32_t line = 0;

				make_table(&s);
				shuffle();
				add_all(&s, (size_t)below(7) + 1);
				closed += cs_side_close(&s, &line, &e) == 0;
				wrong += differences(&s);
				cs_side_finish(&s);
			}
			is_int(closed, 400, "%s, %s: no contradictions", name[when],
			    ties == CS_SIDE_FIRST ? "first" : "last");
			is_int(wrong, 0, "and each instant finds its row");
		}
	}
}

/* The later line of the first pair of rows that cannot both be, of each key in its order. */
static void
contradictions(void)
{
	static const struct {
		const char *what;
		enum cs_side_when when;
		struct {
			int key, at, to;
		} row[4];
		const char *want; /* NULL: fine */
	} cases[] = {
	    {"a key twice", CS_SIDE_ANY, {{1, 0, 0}, {2, 0, 0}, {1, 0, 0}, {2, 0, 0}},
		"t.tsv:4: id 'k1' is in line 2 already"},
	    {"an instant twice", CS_SIDE_LATEST, {{1, 5, 0}, {1, 6, 0}, {2, 5, 0}, {1, 5, 0}},
		"t.tsv:5: id 'k1' is in line 2 already, with the same instant"},
	    {"ranges that touch", CS_SIDE_RANGE, {{1, 5, 6}, {1, 2, 5}, {1, 6, 7}, {2, 1, 9}},
		NULL},
	    {"an empty one in another", CS_SIDE_RANGE, {{1, 5, 8}, {1, 6, 6}, {2, 1, 2}, {3, 1, 2}},
		NULL},
	    {"two overlaps: the first that shows", CS_SIDE_RANGE,
		{{2, 5, 9}, {1, 1, 3}, {1, 2, 4}, {2, 8, 10}},
		"t.tsv:4: id 'k1' from 1970-01-01T00:00:00.000002Z to 1970-01-01T00:00:00.000004Z "
		"overlaps line 3, from 1970-01-01T00:00:00.000001Z to "
		"1970-01-01T00:00:00.000003Z"},
	};

	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		struct cs_side s = {.when = cases[c].when,
		    .within = -1,
		    .file = "t.tsv",
		    .key_name = CS_STR("id"),
		    .nkey = 1};
		struct cs_err e = CS_ERR_INIT;
		uint32_t line = 0;

		table.n = 4;
		for (size_t i = 0; i < 4; i++) {
			table.key[i] = cases[c].row[i].key;
			table.at[i] = cases[c].row[i].at;
			table.to[i] = cases[c].row[i].to;
			table.line[i] = (uint32_t)i + 2;
		}
		add_all(&s, 3);
		is_int(cs_side_close(&s, &line, &e), cases[c].want != NULL ? -1 : 0, "%s",
		    cases[c].what);
		is_str(e.msg, cases[c].want != NULL ? cases[c].want : "", "%s: the message",
		    cases[c].what);
		cs_side_finish(&s);
	}
}

static void
several_parts(void)
{
	/* An error that shows later than the one of another part is no news. */
	struct cs_side s = {.within = -1, .file = "t.tsv", .key_name = CS_STR("id"), .nkey = 1};
	struct cs_err e = CS_ERR_INIT;
	uint32_t line = 3;

	table.n = 2;
	for (size_t i = 0; i < 2; i++) {
		table.key[i] = 1;
		table.line[i] = (uint32_t)i * 5 + 2;
	}
	(void)cs_err_set(&e, CS_EXIT_DATA, "another");
	add_all(&s, 2);
	is_int(cs_side_close(&s, &line, &e), -1, "a part that contradicts itself");
	is_str(e.msg, "another", "the error of the other one shows first");
	is_int(line, 3, "and so does its line");
	cs_side_finish(&s);
}

static void
without(void)
{
	struct cs_side s = {.when = CS_SIDE_LATEST, .within = -1};
	struct cs_str key[] = {{NULL, 0}, CS_STR_INIT("k1"), CS_STR_INIT("k9")};
	int64_t at[] = {5, CS_SIDE_NONE, 5};
	struct cs_err e = CS_ERR_INIT;
	uint32_t row[3], line = 0;
	uint8_t found[3];

	table.n = 1;
	table.key[0] = 1;
	add_all(&s, 1);
	is_int(cs_side_close(&s, &line, &e), 0, "a table of one row");
	cs_side_find(&s, key, at, 3, row, found);
	is_int(found[0], CS_SIDE_NO_KEY, "no key");
	is_int(found[1], CS_SIDE_NO_INSTANT, "no instant");
	is_int(found[2], CS_SIDE_UNKNOWN, "a key that is not there");
	cs_side_finish(&s);
	s = (struct cs_side){.when = CS_SIDE_RANGE, .within = -1};
	is_int(cs_side_close(&s, &line, &e), 0, "a table without rows");
	cs_side_find(&s, key + 1, at, 1, row, found);
	is_int(found[0], CS_SIDE_UNKNOWN, "has no key");
	cs_side_finish(&s);
}

static void
days(void)
{
	static const bool is_days[] = {true, false, true, false};
	const int64_t since[] = {at("2026-01-01T12:00:00Z"), CS_SIDE_NONE};
	struct cs_side s = {.within = -1, .nadd = 4, .ndays = 2, .is_days = is_days, .file = "t"};
	struct cs_str key = CS_STR("k"), run = CS_STR("a\t");
	struct cs_side_rows rows = {
	    1, &key, &run, NULL, NULL, (int64_t[]){since[0], since[1]}, (uint32_t[]){2}};
	static const struct {
		const char *at, *want;
	} cases[] = {
	    {"2026-01-01T12:00:00Z", "0\ta\t\\N\t"},
	    {"2026-01-02T11:59:59.999999Z", "0\ta\t\\N\t"},
	    {"2026-01-02T12:00:00Z", "1\ta\t\\N\t"},
	    {"2026-01-01T11:59:59Z", "\\N\ta\t\\N\t"},
	    {"9999-12-31T23:59:59Z", "2912442\ta\t\\N\t"},
	    {NULL, "\\N\ta\t\\N\t"},
	};
	struct cs_err e = CS_ERR_INIT;
	uint32_t line = 0;
	char text[64];

	cs_side_add(&s, &rows);
	is_int(cs_side_close(&s, &line, &e), 0, "a table with instants that days count from");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t t = cases[i].at != NULL ? at(cases[i].at) : CS_SIDE_NONE;

		text[cs_side_cells(&s, 0, t, text)] = '\0';
		is_str(
		    text, cases[i].want, "days to %s", cases[i].at != NULL ? cases[i].at : "NULL");
	}
	cs_side_finish(&s);
}

int
main(void)
{
	seed = 20261005;
	for (int i = 1; i < KEYS + 2; i++)
		(void)snprintf(key_text[i], sizeof key_text[i], "%s%d",
		    i % 3 == 0 ? "a key of more than fifteen " : "k", i);
	against_all_rows();
	contradictions();
	several_parts();
	without();
	days();
	return done();
}
