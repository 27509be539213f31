/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A source map bound to a header: see plan.h. */
#include "intake/plan.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "expr/ast.h"
#include "intake/fast.h"
#include "rec/esc.h"

/* What is put together while binding. */
struct binding {
	struct cs_plan *p;
	const char *file;
	bool *used; /* by source column: [columns] names it */
	struct cs_buf missing;
	struct cs_err *e;
};

/* The index of a header, or -1 and it is noted as missing. */
static int
need(struct binding *b, struct cs_str header)
{
	int i = cs_plan_find(b->p, header);
	struct cs_buf quoted = CS_BUF_INIT;

	if (i >= 0)
		return i;
	cs_buf_printf(&quoted, "'%.*s'", CS_STR_ARG(header));
	if (cs_str_search(cs_buf_all(&b->missing), cs_buf_all(&quoted)) == b->missing.n)
		cs_buf_printf(
		    &b->missing, "%s%s", b->missing.n != 0 ? ", " : "", cs_buf_cstr(&quoted));
	cs_buf_finish(&quoted);
	return -1;
}

/* Adds a column to the head and the plan; NULL with *e. */
static struct cs_plan_col *
add(struct binding *b, struct cs_str name, const struct cs_column *def,
    const struct cs_smap_column *line)
{
	struct cs_plan *p = b->p;
	struct cs_plan_col *c = &p->col[p->ncol];

	*c = (struct cs_plan_col){.derive = -1};
	if (cs_conv_init(&c->conv, p->map, def, line, b->e) != 0 ||
	    cs_head_add(&p->head, name, b->e) != 0)
		return NULL;
	c->name = p->head.col[p->ncol].name;
	p->ncol++;
	p->fixed += cs_conv_room(0);
	if (line != NULL)
		for (size_t i = 0; i < line->nword; i++)
			p->fixed += cs_conv_room(line->word[i].to.n);
	return c;
}

/* Text that is the same in every record: converted once. */
static int
make_constant(struct binding *b, struct cs_plan_col *c, struct cs_str text)
{
	uint64_t note[CS_NOTE_N] = {0};
	struct cs_buf scratch = CS_BUF_INIT;
	char *room = cs_arena_new(&b->p->arena, cs_conv_room(text.n), 1);
	struct cs_conv_out o = {.p = room, .note = note, .scratch = &scratch};
	const char *why = cs_conv_put(&c->conv, &o, text);

	c->from = CS_FROM_CONSTANT;
	c->ready = cs_str(room, (size_t)(o.p - room));
	b->p->fixed += c->ready.n;
	cs_buf_finish(&scratch);
	if (why == NULL)
		return 0;
	return cs_err_set(b->e, CS_EXIT_USAGE, "%s: column %.*s: '%.*s' %s", b->p->map->source,
	    CS_STR_ARG(c->name), CS_STR_ARG(text), why);
}

/*
 * Compiles an expression over the source's columns; uses: those that it reads pass for named. A
 * column that lacks is noted, and *to stays NULL.
 */
static int
compile(struct binding *b, struct cs_str text, int line, bool uses, struct cs_expr **to)
{
	struct cs_plan *p = b->p;
	struct cs_env env = {.head = &p->source, .bad = CS_BAD_SKIP, .foreign = true};
	struct cs_param *param = cs_arena_new(&p->arena, p->map->nparam + 1, sizeof *param);
	bool *reads = cs_arena_new(&p->arena, p->source.ncol, sizeof *reads);
	struct cs_str lacking;
	struct cs_ast *ast;

	for (size_t i = 0; i < p->map->nparam; i++)
		param[i] = (struct cs_param){
		    .name = p->map->param[i].name, .type = CS_TEXT, .s = p->map->param[i].value};
	env.param = param;
	env.nparam = p->map->nparam;
	env.source = cs_arena_printf(&p->arena, "%s:%d", p->map->source, line);
	ast = cs_ast_parse(&p->arena, text, env.source, b->e);
	if (ast == NULL)
		return -1;
	if (cs_expr_missing(ast, &env, &lacking)) {
		(void)need(b, lacking);
		return 0;
	}
	*to = cs_expr_compile_ast(&p->arena, ast, &env, b->e);
	if (*to == NULL)
		return -1;
	cs_expr_columns(*to, reads);
	if (p->expr_cell == NULL)
		p->expr_cell = cs_arena_new(&p->arena, p->source.ncol, sizeof *reads);
	for (unsigned i = 0; i < p->source.ncol; i++)
		if (reads[i]) {
			p->expr_cell[i] = true;
			b->used[i] |= uses;
		}
	return 0;
}

/* The pieces of a value with their headers looked up; true when all are text. */
static bool
make_pieces(struct binding *b, struct cs_plan_col *c, const struct cs_smap_column *line)
{
	struct cs_plan *p = b->p;
	bool text = true;

	c->piece = cs_arena_new(&p->arena, line->npiece, sizeof *c->piece);
	c->npiece = line->npiece;
	for (size_t i = 0; i < line->npiece; i++) {
		const struct cs_smap_piece *from = &line->piece[i];
		int src;

		if (from->kind != CS_PIECE_CELL) {
			c->piece[i].text = from->kind == CS_PIECE_TEXT
					       ? from->text
					       : cs_smap_param(p->map, from->text);
			p->fixed += cs_conv_room(c->piece[i].text.n);
			continue;
		}
		text = false;
		src = need(b, from->text);
		if (src < 0)
			continue;
		c->piece[i].src = (uint32_t)src;
		b->used[src] = true;
	}
	return text;
}

/* True when a header that the line names lacks. */
static bool
lacks(const struct binding *b, const struct cs_smap_column *line)
{
	for (size_t i = 0; i < line->npiece; i++)
		if (line->piece[i].kind == CS_PIECE_CELL &&
		    cs_plan_find(b->p, line->piece[i].text) < 0)
			return true;
	return false;
}

/* One line of [columns]. */
static int
add_line(struct binding *b, const struct cs_smap_column *line)
{
	struct cs_plan_col *c;
	struct cs_buf all = CS_BUF_INIT;
	int r = 0;

	if (line->optional && lacks(b, line))
		return 0;
	c = add(b, line->name, line->def, line);
	if (c == NULL)
		return -1;
	if (line->expr.p != NULL) {
		c->from = CS_FROM_EXPR;
		return compile(b, line->expr, line->line, true, &c->expr);
	}
	if (!make_pieces(b, c, line)) {
		c->from = c->npiece == 1 ? CS_FROM_CELL : CS_FROM_PIECES;
		c->src = c->piece[0].src;
		return 0;
	}
	for (size_t i = 0; i < c->npiece; i++)
		cs_buf_str(&all, c->piece[i].text);
	r = make_constant(b, c, cs_buf_all(&all));
	cs_buf_finish(&all);
	return r;
}

/* What only our own tools write (cells and their keys) is no column of a source. */
static bool
is_ours_alone(const struct cs_column *c)
{
	return cs_str_starts(c->kinds, CS_STR("cell"));
}

/* The schema's column of a header cell: by name, else by alias, without case. */
static const struct cs_column *
known(const struct cs_plan *p, struct cs_str name)
{
	size_t n;
	const struct cs_column *all = cs_schema_all(&n);

	for (size_t i = 0; i < n; i++)
		if (cs_str_ieq(all[i].name, name))
			return is_ours_alone(&all[i]) ? NULL : &all[i];
	for (size_t i = 0; i < n; i++)
		if (all[i].alias.n != 0 && cs_str_ieq(all[i].alias, name) &&
		    cs_plan_find(p, all[i].name) < 0)
			return &all[i];
	return NULL;
}

static bool
in_head(const struct cs_head *h, struct cs_str name)
{
	for (unsigned i = 0; i < h->ncol; i++)
		if (cs_str_eq(h->col[i].name, name))
			return true;
	return false;
}

/* What no line of [columns] names. */
static int
add_others(struct binding *b)
{
	struct cs_plan *p = b->p;
	struct cs_buf unique = CS_BUF_INIT;
	int r = 0;

	for (unsigned i = 0; i < p->source.ncol && r == 0; i++) {
		const struct cs_column *def = NULL;
		struct cs_str name = p->source.col[i].name;
		struct cs_plan_col *c;

		if (b->used[i] || p->map->others == CS_SMAP_DROP)
			continue;
		if (p->map->others == CS_SMAP_TYPED)
			def = known(p, name);
		if (def != NULL && in_head(&p->head, def->name))
			def = NULL;
		if (def != NULL && !cs_str_eq(def->name, name))
			cs_buf_printf(&p->notes, "column '%.*s' is read as %.*s\n",
			    CS_STR_ARG(name), CS_STR_ARG(def->name));
		name = def != NULL ? def->name : name;
		cs_buf_reset(&unique);
		cs_buf_str(&unique, name);
		for (unsigned k = 2; in_head(&p->head, cs_buf_all(&unique)); k++) {
			cs_buf_reset(&unique);
			cs_buf_printf(&unique, "%.*s_%u", CS_STR_ARG(name), k);
		}
		if (!cs_str_eq(name, cs_buf_all(&unique)))
			cs_buf_printf(&p->notes, "column '%.*s' of the source is called %s\n",
			    CS_STR_ARG(name), cs_buf_cstr(&unique));
		c = add(b, cs_buf_all(&unique), def, NULL);
		if (c == NULL)
			r = -1;
		else
			c->src = i;
	}
	cs_buf_finish(&unique);
	return r;
}

static int
find_out(const struct cs_plan *p, struct cs_str name)
{
	for (unsigned i = 0; i < p->ncol; i++)
		if (cs_str_eq(p->col[i].name, name))
			return (int)i;
	return -1;
}

/* A derivation is left out when what it needs is not there; its target is made if it lacks. */
static int
add_derivations(struct binding *b)
{
	struct cs_plan *p = b->p;

	p->derive = cs_arena_new(&p->arena, p->map->nderive, sizeof *p->derive);
	for (size_t i = 0; i < p->map->nderive; i++) {
		const struct cs_smap_derive *rule = &p->map->derive[i];
		int a = find_out(p, rule->a), x = find_out(p, rule->b);
		int target = find_out(p, rule->name);
		struct cs_plan_col *c;

		if (a < 0 || x < 0)
			continue;
		if (target < 0) {
			c = add(b, rule->name, cs_schema_find(rule->name), NULL);
			if (c == NULL)
				return -1;
			c->nothing = true;
			target = (int)p->ncol - 1;
		}
		if (p->col[target].derive >= 0)
			return cs_err_set(b->e, CS_EXIT_USAGE, "%s:%d: %.*s is derived twice",
			    p->map->source, rule->line, CS_STR_ARG(rule->name));
		p->col[target].derive = (int)p->nderive;
		p->derive[p->nderive++] =
		    (struct cs_plan_derive){(unsigned)target, (unsigned)a, (unsigned)x, rule->plus};
		p->col[a].keep = p->col[x].keep = p->col[target].keep = true;
	}
	return 0;
}

static int
add_skips(struct binding *b)
{
	struct cs_plan *p = b->p;

	p->skip = cs_arena_new(&p->arena, p->map->nskip, sizeof *p->skip);
	for (size_t i = 0; i < p->map->nskip; i++) {
		struct cs_plan_skip *s = &p->skip[p->nskip++];
		int src;

		s->rule = &p->map->skip[i];
		if (s->rule->expr.p != NULL) {
			if (compile(b, s->rule->expr, s->rule->line, false, &s->expr) != 0)
				return -1;
			if (s->expr != NULL && cs_expr_type(s->expr) != CS_BOOL)
				return cs_err_set(b->e, CS_EXIT_USAGE, "%s:%d: not a condition",
				    p->map->source, s->rule->line);
			continue;
		}
		src = need(b, s->rule->column);
		s->src = src < 0 ? 0 : (uint32_t)src;
	}
	return 0;
}

/*
 * A header of one name that holds what other files put between names was most likely cut by the
 * wrong byte; a line of a queue_log has no header at all.
 */
static void
doubt_delimiter(struct cs_plan *p)
{
	static const struct {
		char c;
		const char *try;
	} others[] = {{';', "--delimiter semicolon"}, {'\t', "--delimiter tab"},
	    {'|', "--map queue-log for a queue_log, --delimiter pipe for others"},
	    {',', "--delimiter comma"}};
	struct cs_str name;

	if (p->source.ncol != 1)
		return;
	name = p->source.col[0].name;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (others[i].c == p->map->delim || cs_str_find(name, others[i].c) == name.n)
			continue;
		cs_buf_printf(&p->notes, "one column only, '%.*s': try %s\n", CS_STR_ARG(name),
		    others[i].try);
		return;
	}
}

/* One error for all that lacks in a header. */
static int
check_header(struct binding *b)
{
	struct cs_plan *p = b->p;
	struct cs_buf have = CS_BUF_INIT;

	for (size_t i = 0; i < p->map->require.n; i++)
		if (find_out(p, p->map->require.w[i]) < 0)
			(void)need(b, p->map->require.w[i]);
	if (b->missing.n == 0) {
		doubt_delimiter(p);
		return 0;
	}
	for (unsigned i = 0; i < p->source.ncol; i++)
		cs_buf_printf(
		    &have, "%s%.*s", i != 0 ? ", " : "", CS_STR_ARG(p->source.col[i].name));
	(void)cs_err_set(b->e, CS_EXIT_DATA, "%s:1: %s wants %s in the header; it has: %s", b->file,
	    p->map->source, cs_buf_cstr(&b->missing), cs_buf_cstr(&have));
	cs_buf_finish(&have);
	if (p->source.ncol == 1)
		return cs_err_hint(b->e,
		    "one column only: is '%c' the delimiter? --delimiter says "
		    "which",
		    p->map->delim);
	return cs_err_hint(b->e, "cs-ingest --draft-map %s writes a map for it", b->file);
}

/*
 * What is the identity of a contact is in a survey what it is about, if anybody knows. Where
 * started_at is there, records are contacts, whatever else they have.
 */
static void
free_references(struct cs_plan *p)
{
	for (unsigned i = 0; i < p->ncol && p->started < 0; i++) {
		const struct cs_column *def = p->head.col[i].def;

		if (!p->col[i].conv.never_null)
			continue;
		for (unsigned k = 0; k < p->ncol; k++)
			if (cs_schema_beside(def, p->head.col[k].name)) {
				cs_conv_may_lack(&p->col[i].conv, p->map);
				break;
			}
	}
}

/* How often the plan writes a cell at most, and what it keeps. */
static void
measure(struct cs_plan *p)
{
	unsigned *times = cs_arena_new(&p->arena, p->source.ncol, sizeof *times);

	for (unsigned i = 0; i < p->ncol; i++) {
		struct cs_plan_col *c = &p->col[i];

		if (c->from == CS_FROM_CELL && !c->nothing)
			times[c->src]++;
		for (size_t k = 0; c->from == CS_FROM_PIECES && k < c->npiece; k++)
			if (c->piece[k].text.p == NULL)
				times[c->piece[k].src]++;
		c->keep |= (int)i == p->started;
	}
	p->fan = 1;
	for (unsigned i = 0; i < p->source.ncol; i++)
		p->fan = times[i] > p->fan ? times[i] : p->fan;
}

int
cs_plan_bind(struct cs_plan *p, struct cs_smap *map, const struct cs_str *cell, size_t n,
    const char *file, struct cs_err *e)
{
	struct binding b = {.p = p, .file = file, .e = e};
	int r = -1;

	p->map = map;
	p->col = cs_arena_new(&p->arena, map->ncolumn + n + map->nderive, sizeof *p->col);
	b.used = cs_arena_new(&p->arena, n, sizeof *b.used);
	if (cs_smap_check_params(map, e) != 0 || cs_plan_name(p, cell, n, e) != 0)
		return -1;
	for (size_t i = 0; i < map->ncolumn; i++)
		if (add_line(&b, &map->column[i]) != 0)
			goto out;
	if (add_others(&b) != 0 || add_derivations(&b) != 0 || add_skips(&b) != 0 ||
	    check_header(&b) != 0)
		goto out;
	if (p->ncol == 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s: the map makes no columns", map->source);
		goto out;
	}
	p->contact = find_out(p, CS_STR("contact_id"));
	p->leg = find_out(p, CS_STR("leg"));
	p->started = find_out(p, CS_STR("started_at"));
	free_references(p);
	measure(p);
	cs_fast_compile(p);
	r = 0;
out:
	cs_buf_finish(&b.missing);
	return r;
}

void
cs_plan_finish(struct cs_plan *p)
{
	cs_head_finish(&p->head);
	cs_head_finish(&p->source);
	cs_buf_finish(&p->notes);
	cs_arena_finish(&p->arena);
	*p = (struct cs_plan){0};
}
