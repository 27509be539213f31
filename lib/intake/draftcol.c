/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a proposed map: see draft.h. */
#include "intake/draftcol.h"

#include "base/civil.h"
#include "base/dec.h"
#include "base/num.h"
#include "intake/smap.h"

/* The cells that hold something. */
static size_t
filled(const struct cs_draft_col *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->cell[i].n != 0;
	return n;
}

/* True when there are cells, and all that hold something pass the test. */
static bool
all(const struct cs_draft_col *c, bool (*test)(struct cs_str s, const char *arg), const char *arg)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (c->cell[i].n == 0)
			continue;
		if (!test(c->cell[i], arg))
			return false;
		n++;
	}
	return n != 0;
}

static bool
is_rfc3339(struct cs_str s, const char *arg)
{
	int64_t t;

	(void)arg;
	return cs_time_parse(s, &t);
}

static bool
is_local(struct cs_str s, const char *arg)
{
	struct cs_civil c;

	(void)arg;
	return cs_civil_parse(s, &c);
}

static bool
is_format(struct cs_str s, const char *format)
{
	struct cs_civil c;
	bool has_zone;

	return cs_civil_parse_format(s, cs_str_z(format), &c, &has_zone);
}

static bool
is_int(struct cs_str s, const char *arg)
{
	int64_t v;

	(void)arg;
	return cs_num_i64(s, &v);
}

static bool
is_clock(struct cs_str s, const char *arg)
{
	int64_t v;

	(void)arg;
	return cs_duration_clock(cs_str_head(s, cs_str_find(s, '.')), &v);
}

/* N:NN */
static bool
is_pair(struct cs_str s, const char *arg)
{
	size_t n = cs_str_find(s, ':');
	int64_t v;

	(void)arg;
	return n != 0 && s.n == n + 3 && cs_num_i64(cs_str_head(s, n), &v) &&
	       cs_num_i64(cs_str_skip(s, n + 1), &v) && v >= 0 && v < 60;
}

static bool
is_dec(struct cs_str s, const char *marks)
{
	struct cs_dec d;

	return cs_dec_parse_marks(s, marks[0], marks[1], &d);
}

/* A cell that is read as another number when point and comma change places. */
static bool
is_ambiguous(struct cs_str s, const char *arg)
{
	struct cs_dec a, b;

	(void)arg;
	return cs_dec_parse_marks(s, '.', ',', &a) && cs_dec_parse_marks(s, ',', '.', &b) &&
	       cs_dec_cmp(a, b) != 0;
}

/* Tried in order; what fits all rows is proposed. */
static const char *const time_formats[] = {"%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p",
    "%d/%m/%y %H:%M", "%m/%d/%y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%y %H:%M",
    "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
    "%d/%b/%y %I:%M %p", "%d/%b/%y %H:%M", "%d %b %Y %H:%M:%S", "%b %d, %Y %H:%M:%S",
    "%a, %d %b %Y %H:%M:%S %z", "%Y-%m-%d %H:%M:%S %z", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y"};

enum { N_FORMAT = sizeof time_formats / sizeof *time_formats };

static void
put_time(struct cs_buf *doubt, struct cs_buf *mod, const struct cs_draft_col *c, bool *local)
{
	const char *first = NULL;

	if (all(c, is_rfc3339, NULL))
		return;
	if (all(c, is_local, NULL)) {
		*local = true;
		return;
	}
	for (size_t i = 0; i < N_FORMAT; i++) {
		if (!all(c, is_format, time_formats[i]))
			continue;
		if (first == NULL) {
			first = time_formats[i];
			cs_buf_printf(mod, "; time %s", first);
			*local |= strstr(first, "%z") == NULL;
		} else {
			cs_buf_printf(doubt,
			    "# ? %s fits all rows looked at as well: day or month first?\n",
			    time_formats[i]);
		}
	}
	if (first != NULL)
		return;
	if (all(c, is_int, NULL)) {
		cs_buf_z(mod, "; time %s");
		cs_buf_z(doubt, "# ? numbers: taken as seconds since 1970 in UTC\n");
		return;
	}
	cs_buf_z(
	    doubt, "# ? no format that this program knows fits all rows: add `; time FORMAT`\n");
}

bool
cs_draft_has_comma(const struct cs_draft_col *c)
{
	return all(c, is_dec, ",.") && !all(c, is_dec, ".,");
}

/* The marks of numbers that fit; where both ways do and differ, those of the rest of the file. */
static void
put_marks(struct cs_buf *doubt, struct cs_buf *mod, const struct cs_draft_col *c)
{
	bool point = all(c, is_dec, ".,"), comma = all(c, is_dec, ",.");
	const struct cs_str *odd = NULL;

	for (size_t i = 0; i < c->n && odd == NULL; i++)
		if (is_ambiguous(c->cell[i], NULL))
			odd = &c->cell[i];
	if (comma && (!point || (odd != NULL && c->comma_file)))
		cs_buf_z(mod, "; decimal ,; group .");
	else if (point && !all(c, is_dec, "."))
		cs_buf_z(mod, "; decimal .; group ,");
	if (odd == NULL || !point || !comma)
		return;
	cs_buf_printf(doubt, "# ? is %.*s a thousand or a fraction? Taken as it reads in %s\n",
	    CS_STR_ARG(*odd),
	    c->comma_file ? "German, as other columns do; else: decimal ."
			  : "English; else: decimal ,; group .");
}

/* A hint in the header, or NULL. */
static const char *
unit_in(struct cs_str header)
{
	static const struct {
		const char *word, *unit;
	} hints[] = {{"milli", "ms"}, {"(ms)", "ms"}, {"msec", "ms"}, {"minute", "min"},
	    {"(min", "min"}, {"mins", "min"}, {"hour", "h"}, {"hrs", "h"}, {"(h)", "h"},
	    {"days", "d"}, {"second", "s"}, {"(s)", "s"}, {"sec", "s"}};

	for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
		struct cs_str word = cs_str_z(hints[i].word);

		for (size_t k = 0; k + word.n <= header.n; k++)
			if (cs_str_ieq(cs_str_head(cs_str_skip(header, k), word.n), word))
				return hints[i].unit;
	}
	return NULL;
}

static void
put_seconds(struct cs_buf *doubt, struct cs_buf *mod, const struct cs_draft_col *c)
{
	const char *unit = unit_in(c->header);

	if (all(c, is_clock, NULL)) {
		cs_buf_z(mod, "; unit h:m:s");
		return;
	}
	if (all(c, is_pair, NULL)) {
		cs_buf_z(mod, "; unit m:s");
		cs_buf_z(doubt, "# ? minutes and seconds, or hours and minutes (unit h:m)?\n");
		return;
	}
	if (all(c, is_dec, ".,") || all(c, is_dec, ",.")) {
		put_marks(doubt, mod, c);
		cs_buf_printf(mod, "; unit %s", unit != NULL ? unit : "s");
		if (unit == NULL)
			cs_buf_z(doubt, "# ? the header names no unit: taken as seconds\n");
		for (size_t i = 0; i < c->n; i++)
			if (c->cell[i].n != 0 && c->cell[i].p[0] == '-') {
				cs_buf_z(mod, "; negative null");
				cs_buf_z(doubt, "# ? some are below zero: made NULL\n");
				break;
			}
		return;
	}
	if (filled(c) != 0)
		cs_buf_z(doubt, "# ? not all are durations that this program knows: `; unit ...`, "
				"`; null WORD`\n");
}

/* Words that stand where an identifier is not known. */
static void
put_unknown(struct cs_buf *doubt, struct cs_buf *mod, const struct cs_draft_col *c)
{
	static const char *const words[] = {"0", "-", "--", "NONE", "None", "none", "NULL", "null",
	    "N/A", "n/a", "anonymous", "Anonymous", "restricted", "unknown", "Unknown", "private",
	    "unavailable", "NO_SERVER"};
	bool any = false;

	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		for (size_t i = 0; i < c->n; i++)
			if (cs_str_eqz(c->cell[i], words[w])) {
				cs_buf_printf(mod, "%s %s", any ? "," : "; unknown", words[w]);
				any = true;
				break;
			}
	if (any)
		cs_buf_z(doubt, "# ? words taken for unknown; is one of them a real name?\n");
}

static bool
put_word(struct cs_buf *out, struct cs_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ')
			return false;
	cs_buf_c(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		cs_buf_c(out, s.p[i]);
		if (s.p[i] == '\'')
			cs_buf_c(out, '\'');
	}
	cs_buf_c(out, '\'');
	return true;
}

/* The words of a disposition, with what they may mean. */
static void
put_words(struct cs_buf *doubt, struct cs_buf *mod, const struct cs_draft_col *c)
{
	static const struct {
		const char *word, *means;
	} known[] = {{"answered", "answered"}, {"agent", "answered"}, {"completed", "answered"},
	    {"handled", "answered"}, {"connected", "answered"}, {"abandon", "abandoned"},
	    {"abandoned", "abandoned"}, {"hang", "abandoned"}, {"no answer", "abandoned"},
	    {"missed", "abandoned"}, {"drop", "abandoned"}, {"timeout", "timeout"},
	    {"voicemail", "voicemail"}, {"callback", "callback"}, {"busy", "full"},
	    {"failed", "failed"}, {"closed", "closed"}};
	enum { MOST = 20 };
	struct cs_str seen[MOST];
	size_t n = 0;

	for (size_t i = 0; i < c->n && n < MOST; i++) {
		struct cs_str s = c->cell[i];
		const char *means = "null";
		bool had = s.n == 0;

		for (size_t k = 0; k < n; k++)
			had |= cs_str_eq(seen[k], s);
		if (had || cs_disp_classes(s) >= 0)
			continue;
		for (size_t k = 0; k < sizeof known / sizeof *known; k++)
			if (cs_str_ieq(s, cs_str_z(known[k].word)))
				means = known[k].means;
		seen[n++] = s;
		cs_buf_z(mod, n == 1 ? "; words " : ", ");
		if (!put_word(mod, s)) {
			mod->n -= n == 1 ? 8 : 2;
			n--;
			continue;
		}
		cs_buf_printf(mod, " = %s", means);
	}
	if (n != 0)
		cs_buf_z(
		    doubt, "# ? which word means which disposition (cs-columns)? null: none\n");
}

static void
put_header(struct cs_buf *out, struct cs_str s)
{
	bool plain = s.n != 0 && s.p[0] != '\'' && s.p[0] != '"' &&
		     !cs_str_starts(s, CS_STR("expr:")) && cs_str_find(s, ';') == s.n &&
		     cs_str_find(s, '{') == s.n;

	if (plain) {
		cs_buf_str(out, s);
		return;
	}
	cs_buf_c(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		cs_buf_c(out, s.p[i]);
		if (s.p[i] == '"')
			cs_buf_c(out, '"');
	}
	cs_buf_c(out, '"');
}

void
cs_draft_line(struct cs_buf *out, const struct cs_draft_col *c, bool *local)
{
	struct cs_buf doubt = CS_BUF_INIT, mod = CS_BUF_INIT;
	enum cs_type type = c->def != NULL ? c->def->type : CS_TEXT;
	bool never = c->def != NULL && cs_schema_never(c->def);

	if (c->def != NULL && cs_str_eqz(c->def->name, "disposition"))
		put_words(&doubt, &mod, c);
	else if (type == CS_TIME)
		put_time(&doubt, &mod, c, local);
	else if (type == CS_INT && cs_str_eqz(c->def->unit, "s"))
		put_seconds(&doubt, &mod, c);
	else if (type == CS_DEC)
		put_marks(&doubt, &mod, c);
	else if (type == CS_INT && filled(c) != 0 && !all(c, is_int, NULL))
		cs_buf_z(&doubt, "# ? not all are whole numbers: `; words A = 1, B = 2`\n");
	else if (type == CS_ID && !never)
		put_unknown(&doubt, &mod, c);
	if (never && filled(c) != c->n)
		cs_buf_printf(&doubt, "# ? %zu of the %zu looked at are empty: they are rejected\n",
		    c->n - filled(c), c->n);
	cs_buf_str(out, cs_buf_all(&doubt));
	cs_buf_printf(out, "%.*s = ", CS_STR_ARG(c->name));
	put_header(out, c->header);
	cs_buf_str(out, cs_buf_all(&mod));
	cs_buf_c(out, '\n');
	cs_buf_finish(&doubt);
	cs_buf_finish(&mod);
}

/* What the cells of a column look like to which no name says what it is. */
static enum cs_type
looks_like(const struct cs_draft_col *c)
{
	if (all(c, is_rfc3339, NULL) || all(c, is_local, NULL))
		return CS_TIME;
	for (size_t i = 0; i < N_FORMAT; i++)
		if (all(c, is_format, time_formats[i]))
			return CS_TIME;
	if (all(c, is_clock, NULL) || all(c, is_pair, NULL))
		return CS_INT;
	return all(c, is_dec, ".,") || all(c, is_dec, ",.") ? CS_DEC : CS_TEXT;
}

void
cs_draft_unnamed(struct cs_buf *out, const struct cs_draft_col *c, bool *local)
{
	struct cs_buf doubt = CS_BUF_INIT, mod = CS_BUF_INIT;
	enum cs_type type = looks_like(c);

	if (type == CS_TIME)
		put_time(&doubt, &mod, c, local);
	else if (type == CS_INT)
		put_seconds(&doubt, &mod, c);
	else if (type == CS_DEC)
		put_marks(&doubt, &mod, c);
	if (type == CS_TIME || mod.n != 0 || doubt.n != 0) {
		cs_buf_str(out, cs_buf_all(&doubt));
		cs_buf_z(out, "# ? which of ours is it? NAME = ");
		put_header(out, c->header);
		cs_buf_str(out, cs_buf_all(&mod));
		cs_buf_c(out, '\n');
	}
	cs_buf_finish(&doubt);
	cs_buf_finish(&mod);
}
