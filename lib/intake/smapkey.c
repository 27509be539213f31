/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source maps: the keys of [source], and --set. See smap.h. */
#include "base/civil.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "intake/smap.h"

/* One of the words joined by blanks in list; -1: none. */
static int
word_of(struct cs_str s, const char *list)
{
	struct cs_str rest = cs_str_z(list), w;
	int i = 0;

	for (; cs_str_split(&rest, ' ', &w); i++)
		if (cs_str_eq(w, s))
			return i;
	return -1;
}

static int
wrong_word(struct cs_str value, const char *list, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is none of its words", CS_STR_ARG(value));
	return cs_err_hint(e, "one of: %s", list);
}

static int
set_word(struct cs_str value, const char *list, int *to, struct cs_err *e)
{
	int i = word_of(value, list);

	if (i < 0)
		return wrong_word(value, list, e);
	*to = i;
	return 0;
}

static int
key_about(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	(void)e;
	m->about = value;
	return 0;
}

static int
key_type(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	int i;

	if (set_word(value, "csv queue-log", &i, e) != 0)
		return -1;
	m->type = i == 0 ? CS_SMAP_CSV : CS_SMAP_QUEUE_LOG;
	return 0;
}

static int
key_others(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	int i;

	if (set_word(value, "text typed drop", &i, e) != 0)
		return -1;
	m->others = (enum cs_smap_others)i;
	return 0;
}

static int
key_ragged(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	int i;

	if (set_word(value, "reject pad", &i, e) != 0)
		return -1;
	m->pad = i == 1;
	return 0;
}

static int
key_repeated(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	int i;

	if (set_word(value, "keep drop", &i, e) != 0)
		return -1;
	m->drop_repeated = i == 1;
	return 0;
}

int
cs_smap_delimiter(struct cs_str value, char *delim, struct cs_err *e)
{
	static const char marks[] = ",;\t|:";
	int i = word_of(value, "comma semicolon tab pipe colon");

	if (i >= 0)
		*delim = marks[i];
	else if (value.n == 1 && strchr("\"\r\n", value.p[0]) == NULL)
		*delim = value.p[0];
	else if (cs_str_eqz(value, "\\t"))
		*delim = '\t';
	else {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "'%.*s' cannot be a delimiter", CS_STR_ARG(value));
		return cs_err_hint(e, "one byte, or: comma semicolon tab pipe colon");
	}
	return 0;
}

static int
key_delimiter(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	return cs_smap_delimiter(value, &m->delim, e);
}

static int
key_encoding(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	if (cs_str_ieq(value, CS_STR("utf-8")) || cs_str_ieq(value, CS_STR("utf8"))) {
		m->encoding = -1;
		return 0;
	}
	m->encoding = cs_encoding_parse(value);
	return m->encoding >= 0
		   ? 0
		   : wrong_word(value, "utf-8 latin1 windows-1252 utf-16le utf-16be", e);
}

static int
key_decimal(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	int i = word_of(value, ". , point comma");

	if (i < 0)
		return wrong_word(value, ". ,", e);
	m->point = i % 2 == 0 ? '.' : ',';
	return 0;
}

static int
key_group(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	if (cs_str_eqz(value, "none"))
		m->group = '\0';
	else if (cs_str_eqz(value, "blank"))
		m->group = ' ';
	else if (value.n == 1 && strchr(".,'_", value.p[0]) != NULL)
		m->group = value.p[0];
	else
		return wrong_word(value, "none . , ' _ blank", e);
	return 0;
}

static int
key_zone(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	m->zone = cs_arena_str(&m->arena, cs_zone_alias(value));
	return cs_zone_get(m->zone, e) != NULL ? 0 : -1;
}

/* May be said several times. */
static int
key_time(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	struct cs_words all;

	value = cs_smap_unquote(&m->arena, value);
	if (cs_civil_check_format(value, e) != 0)
		return -1;
	all.n = m->time.n + 1;
	all.w = cs_arena_new(&m->arena, all.n, sizeof *all.w);
	if (m->time.n != 0)
		memcpy(all.w, m->time.w, m->time.n * sizeof *all.w);
	all.w[m->time.n] = value;
	m->time = all;
	return 0;
}

static struct cs_words
words(struct cs_smap *m, struct cs_str value)
{
	struct cs_words w = cs_smap_split(&m->arena, value, ',');

	for (size_t i = 0; i < w.n; i++)
		w.w[i] = cs_smap_unquote(&m->arena, w.w[i]);
	return w;
}

static int
key_null(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	(void)e;
	m->null = words(m, value);
	return 0;
}

static int
key_unknown(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	(void)e;
	m->unknown = words(m, value);
	return 0;
}

static int
key_require(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	(void)e;
	m->require = words(m, value);
	return 0;
}

static int
key_skip_lines(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	if (!cs_num_i64(value, &m->skip_lines) || m->skip_lines < 0 || m->skip_lines > 1000)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "'%.*s' is not a number from 0 to 1000", CS_STR_ARG(value));
	return 0;
}

static int
key_open_after(struct cs_smap *m, struct cs_str value, struct cs_err *e)
{
	struct cs_duration d;

	if (!cs_duration_parse(value, &d) || d.months != 0 || d.s <= 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "'%.*s' is not a duration (24h)", CS_STR_ARG(value));
	m->open_after = d.s;
	return 0;
}

static const struct {
	const char *name;
	int (*set)(struct cs_smap *m, struct cs_str value, struct cs_err *e);
} keys[] = {
    {"about", key_about},
    {"type", key_type},
    {"others", key_others},
    {"ragged", key_ragged},
    {"repeated", key_repeated},
    {"delimiter", key_delimiter},
    {"encoding", key_encoding},
    {"decimal", key_decimal},
    {"group", key_group},
    {"zone", key_zone},
    {"time", key_time},
    {"null", key_null},
    {"unknown", key_unknown},
    {"require", key_require},
    {"skip-lines", key_skip_lines},
    {"open-after", key_open_after},
};

enum { NKEY = sizeof keys / sizeof *keys };

int
cs_smap_parse_key(struct cs_smap *m, struct cs_str key, struct cs_str value, struct cs_err *e)
{
	struct cs_buf names = CS_BUF_INIT;

	for (size_t i = 0; i < NKEY; i++) {
		if (!cs_str_eqz(key, keys[i].name))
			continue;
		if (keys[i].set(m, value, e) == 0)
			return 0;
		cs_err_prefix(e, "%s", keys[i].name);
		return -1;
	}
	(void)cs_err_set(e, CS_EXIT_USAGE, "[source] has no key '%.*s'", CS_STR_ARG(key));
	for (size_t i = 0; i < NKEY; i++)
		cs_buf_printf(&names, "%s%s", i != 0 ? " " : "", keys[i].name);
	(void)cs_err_hint(e, "the keys are: %s", cs_buf_cstr(&names));
	cs_buf_finish(&names);
	return -1;
}

/* A column with the same text in every record, in place of the map's own, if it has one. */
static int
set_constant(struct cs_smap *m, const struct cs_column *def, struct cs_str value, struct cs_err *e)
{
	struct cs_smap_piece *piece = cs_arena_new(&m->arena, 1, sizeof *piece);
	struct cs_smap_column *all, c = {.name = def->name, .def = def};

	if (m->type != CS_SMAP_CSV && cs_str_eqz(def->name, "contact_id"))
		return cs_err_set(e, CS_EXIT_USAGE, "the log gives contact_id itself");
	piece->kind = CS_PIECE_TEXT;
	piece->text = cs_arena_str(&m->arena, value);
	c.piece = piece;
	c.npiece = 1;
	for (size_t i = 0; i < m->ncolumn; i++)
		if (cs_str_eq(m->column[i].name, def->name)) {
			m->column[i] = c;
			return 0;
		}
	all = cs_arena_new(&m->arena, m->ncolumn + 1, sizeof *all);
	if (m->ncolumn != 0)
		memcpy(all, m->column, m->ncolumn * sizeof *all);
	all[m->ncolumn++] = c;
	m->column = all;
	return 0;
}

int
cs_smap_set(struct cs_smap *m, struct cs_str name, struct cs_str value, struct cs_err *e)
{
	const struct cs_column *def;

	for (size_t i = 0; i < m->nparam; i++)
		if (cs_str_eq(m->param[i].name, name)) {
			m->param[i].value = cs_arena_str(&m->arena, value);
			m->param[i].given = true;
			return 0;
		}
	for (size_t i = 0; i < NKEY; i++)
		if (cs_str_eqz(name, keys[i].name)) {
			if (keys[i].set(m, cs_arena_str(&m->arena, value), e) == 0)
				return 0;
			cs_err_prefix(e, "--set %s", keys[i].name);
			return -1;
		}
	def = cs_schema_find(name);
	if (def != NULL)
		return set_constant(m, def, value, e);
	(void)cs_err_set(e, CS_EXIT_USAGE,
	    "--set %.*s: neither a parameter of %s, nor a key of [source], nor a column",
	    CS_STR_ARG(name), m->source);
	return cs_err_hint(e, "cs-ingest --print-map shows a map; man cs-map names the keys");
}
