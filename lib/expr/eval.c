/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running expressions over batches: see node.h for how. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/re.h"
#include "expr/column.h"
#include "expr/common.h"
#include "expr/run.h"

/* What one expression needs in one thread. */
struct cs_eval_use {
	const struct cs_expr *x;
	struct cs_val
	    *val; /* by node id; [0] is not used. The root's and columns' point elsewhere */
	struct cs_re **re; /* by node id */
	uint32_t *visited; /* by node id: the row + 1 of the walk that was there last */
	uint32_t *common;  /* by node id: see cs_common_meet */
	uint8_t *own;	   /* by node id: val has arrays of its own */
	uint8_t *need;	   /* by node id: what the chunk needs of it */
	struct cs_val out; /* the root's, for a whole batch */
	size_t out_cap;
	uint32_t shown; /* the common node that the root's values are in; 0: out */
	bool done;	/* for this batch */
};

void
cs_eval_init(struct cs_eval *ev)
{
	*ev = (struct cs_eval){.text = CS_ARENA_INIT, .scratch = CS_BUF_INIT};
}

static void
use_free(struct cs_eval_use *u)
{
	for (unsigned id = 1; id <= u->x->n; id++) {
		if (u->own[id])
			cs_val_free(&u->val[id]);
		else
			free(u->val[id].bad);
		cs_re_destroy(u->re[id]);
	}
	cs_val_free(&u->out);
	free(u->val);
	free(u->re);
	free(u->visited);
	free(u->common);
	free(u->own);
	free(u->need);
}

void
cs_eval_finish(struct cs_eval *ev)
{
	for (size_t k = 0; k < ev->nuse; k++)
		use_free(&ev->use[k]);
	for (size_t k = 0; k < ev->ncol; k++)
		cs_val_free(&ev->col[k].val);
	if (ev->common != NULL)
		cs_common_finish(ev->common);
	free(ev->common);
	free(ev->use);
	free(ev->col);
	free(ev->skip);
	cs_re_state_destroy(ev->re);
	cs_arena_finish(&ev->text);
	cs_buf_finish(&ev->scratch);
	cs_eval_init(ev);
}

void
cs_eval_next_batch(struct cs_eval *ev)
{
	for (size_t k = 0; k < ev->nuse; k++)
		ev->use[k].done = false;
	for (size_t k = 0; k < ev->ncol; k++)
		ev->col[k].done = false;
	ev->any_skip = false;
	ev->next = 0;
	if (ev->common != NULL)
		ev->common->batch++;
	cs_arena_finish(&ev->text);
}

static struct cs_eval_use *
use_new(struct cs_eval *ev, const struct cs_expr *x)
{
	const size_t n = (size_t)x->n + 1;
	struct cs_eval_use *u;

	if (ev->common == NULL) {
		ev->common = cs_mem_new0(1, sizeof *ev->common);
		ev->common->batch = 1;
	}
	ev->use = cs_mem_grow(ev->use, &ev->use_cap, ev->nuse + 1, sizeof *ev->use);
	u = &ev->use[ev->nuse++];
	*u = (struct cs_eval_use){.x = x};
	u->val = cs_mem_new0(n, sizeof *u->val);
	u->re = cs_mem_new0(n, sizeof(struct cs_re *));
	u->visited = cs_mem_new0(n, sizeof *u->visited);
	u->common = cs_mem_new0(n, sizeof *u->common);
	u->own = cs_mem_new0(n, 1);
	u->need = cs_mem_new0(n, 1);
	cs_common_meet(ev->common, x, u->common);
	for (unsigned id = 1; id <= x->n; id++) {
		const struct cs_node *node = x->node[id - 1];

		u->own[id] = node != x->root && node->kind != CS_NODE_COLUMN;
		if (u->own[id])
			cs_val_new(&u->val[id], node->type, CS_CHUNK);
		if (node->kind == CS_NODE_CONSTANT && u->own[id])
			cs_val_fill(&u->val[id], node, CS_CHUNK);
		if (!node->pattern)
			continue;
		u->re[id] = cs_re_create(node->s, 0, NULL); /* compiled once when it was bound */
		if (ev->re == NULL)
			ev->re = cs_re_state_create();
	}
	return u;
}

/* The use of x, made when it is seen for the first time. Batches run the same in the same order. */
static struct cs_eval_use *
use_of(struct cs_eval *ev, const struct cs_expr *x)
{
	size_t k = ev->next;

	for (size_t looked = 0; looked < ev->nuse; looked++, k++) {
		k = k < ev->nuse ? k : 0;
		if (ev->use[k].x == x) {
			ev->next = k + 1;
			return &ev->use[k];
		}
	}
	return use_new(ev, x);
}

/* What a bad mark is about, for messages: the argument as text. */
static struct cs_str
culprit(const struct cs_eval_use *u, const struct cs_node *n, uint32_t row, struct cs_buf *scratch)
{
	const struct cs_val *v = &u->val[n->arg[0]->id];

	cs_buf_reset(scratch);
	if (v->s != NULL)
		return cs_str_head(v->s[row], 200);
	if (n->arg[0]->type == CS_TIME)
		cs_time_text(scratch, v->i[row]);
	else if (v->d != NULL)
		cs_dec_text(scratch, v->d[row]);
	else
		cs_buf_i64(scratch, v->i[row]);
	return cs_buf_all(scratch);
}

/* True when the walk of n's arguments ends with argument k, whose value decides. */
static bool
decided(const struct cs_eval_use *u, const struct cs_node *n, unsigned k, uint32_t row)
{
	const struct cs_val *v = &u->val[n->arg[k]->id];

	switch (n->flow) {
	case CS_FLOW_AND:
		return !v->null[row] && v->i[row] == 0;
	case CS_FLOW_OR:
		return v->i[row] != 0;
	case CS_FLOW_COALESCE:
		return !v->null[row];
	case CS_FLOW_TABLE:
		return k == 0 && !v->null[row] && cs_table_has(n->data, v->s[row]);
	default:
		return false;
	}
}

/* Where the walk of a row has come to. */
struct walk {
	struct cs_eval *ev;
	const struct cs_eval_use *u;
	const struct cs_batch *b;
	uint32_t row, row0;
	struct cs_err *e;
};

/* The error for a bad mark of n in the walk's row. */
static int
bad_value(const struct walk *w, const struct cs_node *n)
{
	unsigned long long line = (unsigned long long)cs_batch_line(w->b, w->row0 + w->row);
	struct cs_str piece = cs_str_head(cs_ast_piece(n->at), 200), value;

	switch (n->bad) {
	case CS_BAD_CAST:
		value = culprit(w->u, n, w->row, &w->ev->scratch);
		if (n->arg[0]->kind == CS_NODE_COLUMN)
			(void)cs_err_set(w->e, CS_EXIT_DATA,
			    "%s:%llu: column %.*s: '%.*s' is not %s", w->b->file, line,
			    CS_STR_ARG(w->u->x->head->col[n->arg[0]->col].name), CS_STR_ARG(value),
			    n->wanted);
		else
			(void)cs_err_set(w->e, CS_EXIT_DATA, "%s:%llu: %.*s: '%.*s' is not %s",
			    w->b->file, line, CS_STR_ARG(piece), CS_STR_ARG(value), n->wanted);
		return cs_err_hint(w->e, "%s", CS_BAD_HINT);
	case CS_BAD_OVERFLOW:
		return cs_err_set(w->e, CS_EXIT_DATA, "%s:%llu: %.*s: the result does not fit",
		    w->b->file, line, CS_STR_ARG(piece));
	default:
		(void)cs_err_set(w->e, CS_EXIT_DATA, "%s:%llu: %.*s: the match limit was reached",
		    w->b->file, line, CS_STR_ARG(piece));
		return cs_err_hint(
		    w->e, "the pattern takes too long on this text: make it simpler");
	}
}

static int settle(const struct walk *w, const struct cs_node *n);

/* The arguments of n that its value depends on, in order. */
static int
settle_args(const struct walk *w, const struct cs_node *n)
{
	unsigned k = 0;

	for (; n->flow == CS_FLOW_CASE && k + 1 < n->narg; k += 2) {
		if (settle(w, n->arg[k]) != 0)
			return -1;
		if (w->u->val[n->arg[k]->id].i[w->row] != 0)
			return settle(w, n->arg[k + 1]);
	}
	for (; k < n->narg; k++) {
		if (settle(w, n->arg[k]) != 0)
			return -1;
		if (decided(w->u, n, k, w->row))
			break;
	}
	return 0;
}

/* Looks for bad marks under n in the walk's row, and does with them what x->bad says. */
static int
settle(const struct walk *w, const struct cs_node *n)
{
	const struct cs_val *v = &w->u->val[n->id];
	enum cs_bad policy = w->u->x->bad;

	if (w->u->visited[n->id] == w->row0 + w->row + 1)
		return 0;
	w->u->visited[n->id] = w->row0 + w->row + 1;
	if (settle_args(w, n) != 0)
		return -1;
	if (v->bad == NULL || !v->bad[w->row])
		return 0;
	if (policy == CS_BAD_ERROR || n->bad != CS_BAD_CAST)
		return bad_value(w, n);
	if (policy == CS_BAD_NULL)
		w->ev->bad_cells++;
	else
		cs_eval_skip_row(w->ev, w->b, w->row0 + w->row);
	return 0;
}

/* All rows of a chunk that have a mark somewhere; takes the marks away. */
static int
settle_chunk(struct cs_eval *ev, const struct cs_eval_use *u, const struct cs_batch *b,
    uint32_t row0, uint32_t n, struct cs_err *e)
{
	uint8_t marked[CS_CHUNK] = {0};
	struct walk w = {ev, u, b, 0, row0, e};
	int r = 0;

	memset(u->visited, 0, ((size_t)u->x->n + 1) * sizeof *u->visited);
	for (unsigned id = 1; id <= u->x->n; id++)
		for (uint32_t k = 0; u->val[id].bad != NULL && k < n; k++)
			marked[k] |= u->val[id].bad[k];
	for (; w.row < n && r == 0; w.row++)
		if (marked[w.row])
			r = settle(&w, u->x->root);
	for (unsigned id = 1; id <= u->x->n; id++)
		if (u->val[id].bad != NULL)
			memset(u->val[id].bad, 0, CS_CHUNK);
	return r;
}

/* Makes v a view of another's arrays, keeping its own marks. */
static void
view(struct cs_val *v, const struct cs_val *of, uint32_t row)
{
	uint8_t *bad = v->bad;

	*v = cs_val_from(of, row);
	v->bad = bad;
}

enum need { UNUSED, WANTED, KNOWN };

/* Which nodes must be computed in a chunk: not those that others have, nor what only they need. */
static void
plan(const struct cs_eval *ev, struct cs_eval_use *u, uint32_t row0)
{
	const struct cs_expr *x = u->x;

	if (ev->common->shared == 0) {
		memset(u->need, WANTED, (size_t)x->n + 1);
		return;
	}
	memset(u->need, UNUSED, (size_t)x->n + 1);
	u->need[x->root->id] = WANTED;
	for (unsigned id = x->n; id > 0; id--) {
		const struct cs_common_node *s = cs_common_shared(ev->common, u->common[id]);
		const struct cs_node *n = x->node[id - 1];

		if (u->need[id] == UNUSED)
			continue;
		if (s != NULL)
			view(&u->val[id], &s->val, row0);
		if (s != NULL && s->known[row0 / CS_CHUNK] == ev->common->batch) {
			u->need[id] = KNOWN;
			continue;
		}
		for (unsigned k = 0; k < n->narg; k++)
			u->need[n->arg[k]->id] = WANTED;
	}
}

/* All that is known of the chunk is computed for this expression too, with its marks. */
static void
plan_all(const struct cs_eval *ev, struct cs_eval_use *u, uint32_t row0)
{
	for (unsigned id = 1; id <= u->x->n; id++) {
		const struct cs_common_node *s = cs_common_shared(ev->common, u->common[id]);

		if (s != NULL)
			view(&u->val[id], &s->val, row0);
		u->need[id] = WANTED;
	}
}

static int
run_nodes(struct cs_eval *ev, struct cs_eval_use *u, const struct cs_batch *b, uint32_t row0,
    struct cs_run *r, struct cs_err *e)
{
	const struct cs_expr *x = u->x;

	for (unsigned k = 0; k < x->n; k++) {
		const struct cs_node *n = x->node[k];
		const struct cs_val *column;

		if (u->need[n->id] != WANTED)
			continue;
		if (n->kind == CS_NODE_CALL) {
			n->run(r, n);
		} else if (n->kind == CS_NODE_COLUMN) {
			if (cs_column_load(ev, x, b, n, &column, e) != 0)
				return -1;
			view(&u->val[n->id], column, row0);
			cs_buf_reset(&ev->scratch);
		}
	}
	return 0;
}

/* The rows [row0, row0 + n) of the batch. */
static int
run_chunk(struct cs_eval *ev, struct cs_eval_use *u, const struct cs_batch *b, uint32_t row0,
    uint32_t rows, struct cs_err *e)
{
	const struct cs_expr *x = u->x;
	struct cs_run r = {.n = rows,
	    .val = u->val,
	    .text = &ev->text,
	    .scratch = &ev->scratch,
	    .zone = x->zone,
	    .re = u->re,
	    .re_state = ev->re};

	if (u->shown == 0)
		view(&u->val[x->root->id], &u->out, row0);
	cs_buf_reset(&ev->scratch);
	plan(ev, u, row0);
	if (run_nodes(ev, u, b, row0, &r, e) != 0)
		return -1;
	if (r.any_bad) {
		plan_all(ev, u, row0);
		cs_buf_reset(&ev->scratch);
		return run_nodes(ev, u, b, row0, &r, e) == 0 ? settle_chunk(ev, u, b, row0, rows, e)
							     : -1;
	}
	for (unsigned id = 1; id <= x->n && ev->common->shared != 0; id++) {
		struct cs_common_node *s = cs_common_shared(ev->common, u->common[id]);

		if (s != NULL && u->need[id] == WANTED)
			s->known[row0 / CS_CHUNK] = ev->common->batch;
	}
	return 0;
}

/* Room for the values of a batch: the root's, and what is shared by now. */
static void
room(struct cs_eval *ev, struct cs_eval_use *u, uint32_t rows)
{
	const struct cs_node *root = u->x->root;

	for (unsigned id = 1; id <= u->x->n && ev->common->shared != 0; id++) {
		struct cs_common_node *s = cs_common_shared(ev->common, u->common[id]);

		if (s == NULL)
			continue;
		cs_common_room(s, rows);
		if (u->own[id])
			cs_val_free(&u->val[id]);
		u->own[id] = 0;
	}
	u->shown =
	    cs_common_shared(ev->common, u->common[root->id]) != NULL ? u->common[root->id] : 0;
	if (u->shown != 0 || (u->out_cap >= rows && u->out.null != NULL))
		return;
	cs_val_free(&u->out);
	cs_val_new(&u->out, root->type, rows);
	u->out_cap = rows;
	if (root->kind == CS_NODE_CONSTANT)
		cs_val_fill(&u->out, root, rows);
}

static void
show(struct cs_vec *out, const struct cs_expr *x, const struct cs_val *v, uint32_t rows)
{
	enum cs_type t = x->root->type;

	*out = (struct cs_vec){.type = cs_is_text(t) ? CS_TEXT : t,
	    .null = rows != 0 && memchr(v->null, 1, rows) != NULL ? v->null : NULL,
	    .i = v->i,
	    .d = v->d,
	    .s = v->s,
	    .unit = x->root->unit};
}

int
cs_eval_run(struct cs_eval *ev, const struct cs_expr *x, const struct cs_batch *b,
    struct cs_vec *out, struct cs_err *e)
{
	struct cs_eval_use *u = use_of(ev, x);
	const struct cs_val *v;

	if (x->root->kind == CS_NODE_COLUMN) {
		if (cs_column_load(ev, x, b, x->root, &v, e) != 0)
			return -1;
		show(out, x, v, b->nrow);
		return 0;
	}
	if (!u->done)
		room(ev, u, b->nrow);
	for (uint32_t row = 0; row < b->nrow && !u->done; row += CS_CHUNK)
		if (run_chunk(
			ev, u, b, row, b->nrow - row < CS_CHUNK ? b->nrow - row : CS_CHUNK, e) != 0)
			return -1;
	u->done = true;
	v = u->shown != 0 ? &ev->common->node[u->shown - 1].val : &u->out;
	show(out, x, v, b->nrow);
	return 0;
}

int
cs_eval_filter(struct cs_eval *ev, const struct cs_expr *x, const struct cs_batch *b, uint8_t *keep,
    struct cs_filter_count *count, struct cs_err *e)
{
	struct cs_vec v;

	if (cs_eval_run(ev, x, b, &v, e) != 0)
		return -1;
	for (uint32_t row = 0; row < b->nrow; row++) {
		bool skipped = cs_eval_skipped(ev, row), null = v.null != NULL && v.null[row];

		keep[row] = !skipped && v.i[row] != 0;
		count->kept += keep[row];
		count->skipped += skipped;
		count->null += !skipped && null;
		count->dropped += !skipped && !null && v.i[row] == 0;
	}
	return 0;
}
