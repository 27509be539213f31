/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of identifiers: see idkind.h. */
#include "person/idkind.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/data.h"
#include "base/lines.h"
#include "text/mailbox.h"

enum reading { TEXT, PHONE, EMAIL };
static const char *const reading_name[] = {"text", "phone", "email"};

enum { NKIND = 32, NCOLUMN = 32, CELLS = 5 };

/* The table as it is in the file. */
static struct {
	struct cs_arena arena;
	struct {
		struct cs_str name, words;
		enum reading read;
		bool merges;
	} kind[NKIND];
	size_t nkind;
	struct cs_idcolumn column[NCOLUMN];
	size_t ncolumn;
} table;

static enum reading
reading(struct cs_str s)
{
	for (int i = 0; i < 3; i++)
		if (cs_str_eqz(s, reading_name[i]))
			return (enum reading)i;
	abort();
}

/* Which kind of the table it is. */
static int
in_table(struct cs_str name)
{
	for (size_t i = 0; i < table.nkind; i++)
		if (cs_str_eq(table.kind[i].name, name))
			return (int)i;
	return cs_str_eqz(name, "any") ? CS_IDKIND_ANY : -1;
}

static void
load_line(const struct cs_line *item)
{
	struct cs_str cell[CELLS];
	size_t n = cs_line_cells(item, cell, CELLS);

	if (cs_str_eqz(item->section, "Columns") && n == 2 && table.ncolumn < NCOLUMN &&
	    in_table(cell[1]) >= 0) {
		table.column[table.ncolumn++] = (struct cs_idcolumn){cell[0], in_table(cell[1])};
		return;
	}
	if (!cs_str_eqz(item->section, "Kinds") || n != CELLS || table.nkind == NKIND)
		abort();
	table.kind[table.nkind].name = cell[0];
	table.kind[table.nkind].words = cell[1];
	table.kind[table.nkind].read = reading(cell[2]);
	table.kind[table.nkind++].merges = cs_str_eqz(cell[3], "x");
}

/* The table is ours alone, so what is wrong in it is a wrong build: the unit test finds it. */
static void
load(void)
{
	struct cs_err err = CS_ERR_INIT;
	struct cs_lines l;
	struct cs_line item;

	cs_lines_init(&l, &table.arena, "identifiers", cs_data("identifiers"));
	while (cs_lines_next(&l, &item, &err) > 0) {
		if (!item.heading)
			load_line(&item);
	}
	if (err.status != 0 || in_table(CS_STR("account")) != CS_IDKIND_ACCOUNT)
		abort();
}

static void
load_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load);
}

void
cs_idkinds_init(struct cs_idkinds *k, const struct cs_country *home)
{
	load_once();
	*k = (struct cs_idkinds){.home = home};
	for (size_t i = 0; i < table.nkind; i++) {
		int id = cs_idkind_add(k, table.kind[i].name);

		k->read[id] = (unsigned char)table.kind[i].read;
		k->merges[id] = table.kind[i].merges;
	}
	k->phone = in_table(CS_STR("phone"));
	k->email = in_table(CS_STR("email"));
}

void
cs_idkinds_finish(struct cs_idkinds *k)
{
	cs_map_finish(&k->map);
}

/* The name of the kind that a word is another word for; else the word. */
static struct cs_str
canonical(struct cs_str word)
{
	for (size_t i = 0; i < table.nkind; i++) {
		struct cs_str words = table.kind[i].words, one;

		if (cs_str_ieq(table.kind[i].name, word))
			return table.kind[i].name;
		while (words.n != 0 && cs_str_split(&words, ',', &one))
			if (cs_str_ieq(one, word))
				return table.kind[i].name;
	}
	return word;
}

bool
cs_idkind_is(struct cs_str word, struct cs_str kind)
{
	load_once();
	return cs_str_eq(canonical(word), kind);
}

int
cs_idkind_add(struct cs_idkinds *k, struct cs_str word)
{
	struct cs_str name = canonical(word);
	uint32_t id = cs_map_find(&k->map, name);

	if (id != CS_MAP_NONE)
		return (int)id;
	return k->map.n < CS_IDKIND_MOST ? (int)cs_map_add(&k->map, name) : -1;
}

struct cs_str
cs_idkind_name(const struct cs_idkinds *k, int kind)
{
	return kind == CS_IDKIND_ANY ? CS_STR("any") : cs_map_key(&k->map, (uint32_t)kind);
}

size_t
cs_idkind_columns(const struct cs_idcolumn **column)
{
	load_once();
	*column = table.column;
	return table.ncolumn;
}

static enum cs_idread
read_email(struct cs_str text, struct cs_buf *out)
{
	if (cs_mailbox_add(out, text))
		return CS_ID_READ;
	return text.n == 0 ? CS_ID_NOTHING : CS_ID_UNREAD;
}

/* An address of a telephone network may have an @ as well. */
static bool
is_email(struct cs_str text)
{
	return cs_str_find(text, '@') != text.n && !cs_str_ieq(cs_str_head(text, 3), CS_STR("sip"));
}

enum cs_idread
cs_idkind_read(const struct cs_idkinds *k, int *kind, struct cs_str text, struct cs_buf *out)
{
	static const enum cs_idread of_phone[] = {
	    [CS_PHONE_READ] = CS_ID_READ,
	    [CS_PHONE_WITHHELD] = CS_ID_NOTHING,
	    [CS_PHONE_UNREAD] = CS_ID_UNREAD,
	};

	text = cs_str_trim(text);
	if (*kind == CS_IDKIND_ANY)
		*kind = is_email(text) ? k->email : k->phone;
	switch (k->read[*kind]) {
	case PHONE:
		return of_phone[cs_phone_add(out, text, k->home)];
	case EMAIL:
		return read_email(text, out);
	default:
		cs_buf_str(out, text);
		return text.n != 0 ? CS_ID_READ : CS_ID_NOTHING;
	}
}
