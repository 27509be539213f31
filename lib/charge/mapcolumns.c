/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the columns of a map are: words of its own, and columns of the contacts. */
#include "base/mem.h"
#include "charge/mapparts.h"

static const char *const word_name[CS_CHARGE_WORDS] = {
    [CS_CHARGE_WHEN] = "when",
    [CS_CHARGE_OWNER] = "owner",
    [CS_CHARGE_SHARE] = "share",
    [CS_CHARGE_FROM] = "valid_from_at",
    [CS_CHARGE_TO] = "valid_to_at",
    [CS_CHARGE_DEMAND] = "demand",
    [CS_CHARGE_PREVENTABLE] = "preventable",
    [CS_CHARGE_REPEAT] = "repeat",
    [CS_CHARGE_CAUSE] = "cause",
    [CS_CHARGE_NOTE] = "note",
};

static int
word_of(struct cs_str name)
{
	for (int i = 0; i < CS_CHARGE_WORDS; i++) {
		if (cs_str_eqz(name, word_name[i]))
			return i;
	}
	return -1;
}

/* root_NAME in the head; -1: it is not there. */
static int
root_column(const struct cs_head *head, struct cs_str name)
{
	struct cs_arena a = CS_ARENA_INIT;
	int col = cs_head_find(head, cs_str_z(cs_arena_printf(&a, "root_%.*s", CS_STR_ARG(name))));

	cs_arena_finish(&a);
	return col;
}

/* Column of the file as one of the contacts. */
static int
bind_column(struct cs_charge_map *m, struct cs_charge_cols *cols, const struct cs_head *head,
    struct cs_str name, int at, struct cs_err *e)
{
	const int own = cs_head_need(head, name, e);
	struct cs_charge_column *c = &m->column[m->ncolumn];
	enum cs_type type;
	int root;

	if (own < 0)
		return cs_err_hint(e, "columns of a map are columns of the contacts, or one of "
				      "when, owner, share, valid_from_at, valid_to_at, demand, "
				      "preventable, repeat, cause, note");
	for (unsigned i = 0; i < m->ncolumn; i++) {
		if (m->column[i].own == (unsigned)own)
			return cs_err_set(e, CS_EXIT_DATA, "column %.*s is there twice",
			    CS_STR_ARG(head->col[own].name));
	}
	if (m->ncolumn == CS_CHARGE_COLUMNS)
		return cs_err_set(
		    e, CS_EXIT_DATA, "more than %d columns of contacts", CS_CHARGE_COLUMNS);
	type = cs_head_type(head, (unsigned)own);
	if (type == CS_TIME || type == CS_DEC) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "column %.*s: rules cannot name values of %s",
		    CS_STR_ARG(head->col[own].name), type == CS_TIME ? "instants" : "decimals");
		return cs_err_hint(e, "write it as a condition, in the column when");
	}
	root = root_column(head, head->col[own].name);
	*c = (struct cs_charge_column){.own = (unsigned)own,
	    .root = (unsigned)(root >= 0 ? root : own),
	    .list = type == CS_LIST};
	m->roots |= root >= 0;
	cols->col[m->ncolumn++] = at;
	return 0;
}

/* The head as it is of the first contact: each root_COLUMN changes places with COLUMN. */
static void
swap_roots(struct cs_head *h, const struct cs_head *own)
{
	const struct cs_str root = CS_STR("root_");

	cs_head_copy(h, own);
	for (unsigned i = 0; i < h->ncol; i++) {
		struct cs_head_col was = h->col[i];
		int at;

		if (!cs_str_starts(own->col[i].name, root))
			continue;
		at = cs_head_find(own, cs_str_skip(own->col[i].name, root.n));
		if (at < 0)
			continue;
		h->col[i] = h->col[at];
		h->col[at] = was;
	}
}

/* The columns of the schema that number the contacts of a chain. */
static bool
numbers_chain(const struct cs_head_col *col)
{
	const struct cs_str chain_n = CS_STR("chain_n");

	return col->def != NULL &&
	       (cs_str_starts(col->def->family, chain_n) || cs_str_eq(col->def->name, chain_n));
}

static int
bind_repeats(struct cs_charge_map *m, const struct cs_charge_contacts *contacts, struct cs_err *e)
{
	const struct cs_head *head = contacts->env.head;

	m->repeats = CS_CHARGE_NONE;
	if (contacts->repeats.n != 0) {
		m->repeats = cs_head_need(head, contacts->repeats, e);
		return m->repeats < 0 ? -1 : 0;
	}
	for (unsigned i = 0; i < head->ncol; i++) {
		if (!numbers_chain(&head->col[i]))
			continue;
		if (m->repeats != CS_CHARGE_NONE) {
			(void)cs_err_set(e, CS_EXIT_USAGE,
			    "both %.*s and %.*s say what is a repeat",
			    CS_STR_ARG(head->col[m->repeats].name), CS_STR_ARG(head->col[i].name));
			return cs_err_hint(e, "name the one that counts");
		}
		m->repeats = (int)i;
	}
	return 0;
}

int
cs_charge_map_bind(struct cs_charge_map *m, struct cs_charge_cols *cols, const struct cs_head *file,
    const struct cs_charge_contacts *contacts, const char *name, struct cs_err *e)
{
	const struct cs_head *head = contacts->env.head;

	for (int i = 0; i < CS_CHARGE_WORDS; i++)
		cols->word[i] = CS_CHARGE_NONE;
	m->head = head;
	if (bind_repeats(m, contacts, e) != 0)
		return -1;
	m->column = cs_arena_new(&m->arena, CS_CHARGE_COLUMNS, sizeof *m->column);
	for (unsigned i = 0; i < file->ncol; i++) {
		const int word = word_of(file->col[i].name);

		if (word >= 0) {
			cols->word[word] = (int)i;
		} else if (bind_column(m, cols, head, file->col[i].name, (int)i, e) != 0) {
			cs_err_prefix(e, "%s", name);
			return -1;
		}
	}
	if (cols->word[CS_CHARGE_OWNER] == CS_CHARGE_NONE)
		return cs_err_set(
		    e, CS_EXIT_DATA, "%s: no column owner: whose the causes are", name);
	m->started = cs_head_find(head, CS_STR("started_at"));
	m->root_started = cs_head_find(head, CS_STR("root_started_at"));
	m->roots |= m->root_started >= 0;
	swap_roots(&m->root_head, head);
	return 0;
}
