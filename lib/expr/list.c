/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of expressions with names, as -m takes them: split by tokens, so that quotes hold. */
#include <stdlib.h>

#include "base/mem.h"
#include "expr/lex.h"

struct list {
	struct cs_list_item *item;
	size_t n, cap;
};

/* The item between two offsets, with its name taken off when it has one. */
static int
add(struct list *l, struct cs_lex *lex, const struct cs_tok *first, struct cs_str name,
    uint32_t end, struct cs_err *e)
{
	struct cs_str text = cs_str(lex->of->text.p + first->begin, end - first->begin);
	struct cs_ast at = {.of = lex->of, .begin = first->begin, .end = end};

	text = cs_str_trim(text);
	if (text.n == 0)
		return cs_ast_err(&at, e,
		    name.n != 0 ? "an expression was expected behind the ="
				: "an item of the list is empty");
	l->item = cs_mem_grow(l->item, &l->cap, l->n + 1, sizeof *l->item);
	l->item[l->n++] = (struct cs_list_item){name, text};
	return 0;
}

/* One item, from its first token *t; at the end *t is the comma or the end of the text. */
static int
item(struct list *l, struct cs_lex *lex, struct cs_tok *t, struct cs_err *e)
{
	struct cs_tok first = *t, open = {.kind = CS_TOK_END};
	struct cs_str name = cs_str(NULL, 0);
	struct cs_ast at = {.of = lex->of};
	int depth = 0;

	for (size_t i = 0; t->kind != CS_TOK_END && (t->kind != CS_TOK_COMMA || depth > 0); i++) {
		if (i == 1 && t->kind == CS_TOK_EQ &&
		    (first.kind == CS_TOK_WORD || first.kind == CS_TOK_NAME)) {
			name = first.s;
			if (cs_lex_next(lex, t, e) != 0)
				return -1;
			first = *t;
			continue;
		}
		if (t->kind == CS_TOK_OPEN && depth++ == 0)
			open = *t;
		if (t->kind == CS_TOK_CLOSE && depth-- == 0) {
			at.begin = t->begin;
			at.end = t->end;
			return cs_ast_err(&at, e, "this ) has no (");
		}
		if (cs_lex_next(lex, t, e) != 0)
			return -1;
	}
	if (depth > 0) {
		at.begin = open.begin;
		at.end = open.end;
		return cs_ast_err(&at, e, "this ( is not closed");
	}
	return add(l, lex, &first, name, t->begin, e);
}

int
cs_expr_split_list(struct cs_arena *a, struct cs_str text, const char *source,
    struct cs_list_item **out, size_t *n, struct cs_err *e)
{
	struct list l = {NULL, 0, 0};
	struct cs_lex lex;
	struct cs_tok t;
	int r;

	if (cs_lex_init(&lex, a, text, source, e) != 0)
		return -1;
	do {
		r = cs_lex_next(&lex, &t, e);
		if (r == 0)
			r = item(&l, &lex, &t, e);
	} while (r == 0 && t.kind == CS_TOK_COMMA);
	if (r == 0) {
		*n = l.n;
		*out = cs_arena_new(a, l.n, sizeof **out);
		memcpy(*out, l.item, l.n * sizeof *l.item);
	}
	free(l.item);
	return r;
}
