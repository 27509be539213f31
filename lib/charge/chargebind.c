/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted of a contact, and by what: see chargerun.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/chargerun.h"

void
cs_charge_bind_begin(struct cs_charge *c, struct cs_charge_binding *b, const struct cs_head *head,
    struct cs_str time)
{
	c->bind = b;
	b->head = head;
	b->time = time;
	b->asking = "--by";
	c->env.head = head;
	for (int i = 0; i < CS_COST_DIMS; i++)
		b->dim[i] = -1;
}

void
cs_charge_bind_finish(struct cs_charge_binding *b)
{
	free(b->level);
	free(b->cuts.cut);
	b->level = NULL;
	b->cuts = (struct cs_charge_cuts){NULL, 0, 0};
}

void
cs_charge_cut(struct cs_charge_cuts *c, int64_t at)
{
	if (at <= CS_INSTANT_MIN || at >= CS_INSTANT_MAX)
		return;
	c->cut = cs_mem_grow(c->cut, &c->cap, c->n + 1, sizeof *c->cut);
	c->cut[c->n++] = at;
}

static int
compare(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

void
cs_charge_cuts_sort(struct cs_charge_cuts *c)
{
	size_t n = 0;

	if (c->n != 0)
		qsort(c->cut, c->n, sizeof *c->cut, compare);
	for (size_t i = 0; i < c->n; i++) {
		if (n == 0 || c->cut[n - 1] != c->cut[i])
			c->cut[n++] = c->cut[i];
	}
	c->n = n;
}

/* The first instant of the local month `more` months after that of an instant. */
static int64_t
month(const struct cs_zone *zone, int64_t at, int more)
{
	struct cs_civil c;

	cs_zone_civil(zone, at, &c);
	c = (struct cs_civil){.year = c.year, .month = c.month, .day = 1};
	cs_civil_add_months(&c, more);
	(void)cs_zone_instant(zone, &c, &at);
	return at;
}

void
cs_charge_month(const struct cs_zone *zone, int64_t at, int64_t *from, int64_t *to)
{
	*from = month(zone, at, 0);
	*to = month(zone, at, 1);
}

void
cs_charge_stretch(const struct cs_charge_cuts *c, const struct cs_zone *zone, int64_t at,
    int64_t *from, int64_t *to)
{
	size_t lo = 0;

	cs_charge_month(zone, at, from, to);
	for (size_t hi = c->n; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->cut[mid] <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo > 0 && c->cut[lo - 1] > *from)
		*from = c->cut[lo - 1];
	if (lo < c->n && c->cut[lo] < *to)
		*to = c->cut[lo];
}

static bool
has(const struct cs_charge *c, const char *column)
{
	return cs_head_find(c->bind->head, cs_str_z(column)) >= 0;
}

/* An expression of ours over columns that are there. */
static int
compile(struct cs_charge *c, const struct cs_expr **x, const char *text, struct cs_err *e)
{
	struct cs_env env = c->env;

	env.source = "contacts";
	*x = cs_expr_compile(c->arena, cs_str_z(text), &env, e);
	return *x != NULL ? 0 : -1;
}

/* The time, whatever its column is called. */
static int
bind_instant(struct cs_charge *c, struct cs_err *e)
{
	struct cs_charge_binding *b = c->bind;
	struct cs_buf text = CS_BUF_INIT;
	int col = cs_head_need(b->head, b->time, e), result;

	if (col < 0)
		return -1;
	cs_buf_c(&text, '"');
	for (size_t i = 0; i < b->head->col[col].name.n; i++) {
		char ch = b->head->col[col].name.p[i];

		if (ch == '"')
			cs_buf_c(&text, ch);
		cs_buf_c(&text, ch);
	}
	cs_buf_c(&text, '"');
	result = compile(c, &b->at, cs_buf_cstr(&text), e);
	cs_buf_finish(&text);
	if (result == 0 && cs_expr_type(b->at) != CS_TIME)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--time: column %.*s is no instant", CS_STR_ARG(b->time));
	return result;
}

const char *
cs_charge_handle(const struct cs_charge *c)
{
	if (has(c, "handle_s"))
		return "handle_s";
	if (!has(c, "talk_s"))
		return NULL;
	return cs_arena_printf(c->arena, "(talk_s%s%s)",
	    has(c, "hold_s") ? " + coalesce(hold_s, 0)" : "", has(c, "wrap_s") ? " + wrap_s" : "");
}

/* Handle time as the metrics take it, and who should have one. */
static int
bind_time(struct cs_charge *c, struct cs_err *e)
{
	struct cs_charge_binding *b = c->bind;
	const char *handle = cs_charge_handle(c);
	const char *handled = has(c, "answered_at") ? "answered_at is not null"
			      : has(c, "agent_id")  ? "agent_id is not null"
						    : "true";

	if (handle != NULL && compile(c, &b->handle, handle, e) != 0)
		return -1;
	return compile(c, &b->handled, handled, e);
}

static int
bind_counts(struct cs_charge *c, struct cs_err *e)
{
	struct cs_charge_binding *b = c->bind;
	const char *transfer = NULL, *solved = NULL;

	if (bind_instant(c, e) != 0 || bind_time(c, e) != 0)
		return -1;
	if (has(c, "transfer"))
		transfer = "transfer in ('blind', 'attended')";
	else if (has(c, "transferred_to"))
		transfer = "transferred_to is not null";
	if (has(c, "solved_customer") && has(c, "solved_agent"))
		solved = "coalesce(solved_customer, solved_agent)";
	else if (has(c, "solved_customer"))
		solved = "solved_customer";
	else if (has(c, "solved_agent"))
		solved = "solved_agent";
	if (has(c, "solved_at"))
		solved = "solved_at is not null";
	if ((has(c, "leg") && compile(c, &b->first_leg, "leg is null or leg = 1", e) != 0) ||
	    (transfer != NULL && compile(c, &b->transfer, transfer, e) != 0) ||
	    (solved != NULL && compile(c, &b->solved, solved, e) != 0) ||
	    (has(c, "credit") && compile(c, &b->credit, "credit", e) != 0) ||
	    (has(c, "credit") && has(c, "currency") &&
		compile(c, &b->currency, "currency", e) != 0))
		return -1;
	return 0;
}

/* What the costs need and contacts do not say is refused: nothing would be spread, silently. */
static int
check_units(const struct cs_charge *c, struct cs_err *e)
{
	const struct cs_charge_binding *b = c->bind;

	for (size_t i = 0; i < c->costs.n; i++) {
		const struct cs_cost *x = &c->costs.cost[i];
		const char *column = NULL;

		if ((x->unit == CS_COST_MINUTE || x->unit == CS_COST_HOUR) && b->handle == NULL)
			column = "handle_s";
		else if (x->unit == CS_COST_TRANSFER && b->transfer == NULL)
			column = "transfer";
		else if (x->unit == CS_COST_SOLVED && b->solved == NULL)
			column = "solved_at, solved_agent or solved_customer";
		if (column == NULL)
			continue;
		return cs_err_set(e, CS_EXIT_USAGE,
		    "%s:%llu: '%.*s' is paid by %.*s, and the contacts have no %s", x->file,
		    (unsigned long long)x->line, CS_STR_ARG(x->pool),
		    CS_STR_ARG(cs_cost_unit_name(x->unit)), column);
	}
	return 0;
}

/* The columns that costs look at become keys; those that contacts do not have are said. */
static int
bind_dims(struct cs_charge *c, struct cs_err *e)
{
	struct cs_charge_binding *b = c->bind;

	b->asking = "--costs and --rates";
	for (int i = 0; i < CS_COST_DIMS; i++) {
		struct cs_str name = cs_str_z(cs_cost_dim_name[i]);
		int key;

		if (!c->costs.dim[i])
			continue;
		if (b->head != NULL && cs_head_need(b->head, name, e) < 0) {
			cs_err_prefix(e, "what costs and rates are for");
			return -1;
		}
		key = cs_charge_level(c, name, e);
		if (key < 0)
			return -1;
		b->dim[i] = (int)c->level[key].key;
	}
	return 0;
}

/* All keys of the sums: those that are asked for, then ours. */
static void
make_keys(struct cs_charge *c)
{
	static const struct {
		const char *name;
		enum cs_type type;
	} own[] = {{"stretch", CS_TIME}, {"outcome", CS_TEXT}, {"original", CS_TEXT},
	    {"reported", CS_BOOL}};
	struct cs_charge_binding *b = c->bind;
	unsigned n = b->by.n;

	b->key = cs_arena_new(c->arena, n + 4, sizeof *b->key);
	if (n != 0)
		memcpy(b->key, b->by.key, n * sizeof *b->key);
	for (unsigned i = 0; i < 4; i++)
		b->key[n + i] = (struct cs_key_def){
		    .kind = CS_KEY_COLUMN, .name = cs_str_z(own[i].name), .type = own[i].type};
	b->nkey = n + 4;
}

void
cs_charge_bind_own(struct cs_charge_binding *b)
{
	b->stretch = b->nkey - 4;
	b->outcome = b->nkey - 3;
	b->original = b->nkey - 2;
	b->reported = b->nkey - 1;
}

static void
name_parts(struct cs_charge *c)
{
	static const char *const own[CS_CHARGE_MODE] = {
	    [CS_CHARGE_CONTACTS] = "contacts",
	    [CS_CHARGE_LEGS] = "legs",
	    [CS_CHARGE_HANDLE_S] = "handle_s",
	    [CS_CHARGE_UNTIMED] = "untimed",
	    [CS_CHARGE_TRANSFERS] = "transfers",
	    [CS_CHARGE_SOLVED] = "solved",
	    [CS_CHARGE_CREDITS] = "credits",
	    [CS_CHARGE_TIMED] = "timed",
	    [CS_CHARGE_TRANSFERRED] = "transferred",
	    [CS_CHARGE_GIVEN] = "given",
	    [CS_CHARGE_CREDIT] = "credit",
	    [CS_CHARGE_CREDIT_BACK] = "credit_back",
	};
	struct cs_charge_binding *b = c->bind;

	b->npart = CS_CHARGE_MODE + 2 * b->nnumber;
	b->part = cs_arena_new(c->arena, b->npart, sizeof *b->part);
	memcpy(b->part, own, sizeof own);
	for (unsigned i = 0; i < b->nnumber; i++) {
		b->part[CS_CHARGE_MODE + 2 * i] = b->number[i].name;
		b->part[CS_CHARGE_MODE + 2 * i + 1] = b->number[i].name_n;
	}
}

/* Names and types of levels that are keys. */
static void
name_levels(struct cs_charge *c)
{
	struct cs_charge_binding *b = c->bind;

	for (unsigned i = 0; i < c->nlevel; i++) {
		struct cs_charge_level *l = &b->level[i];

		b->users = b->users || l->from == CS_FROM_POOL;
		if (l->from != CS_FROM_KEY)
			continue;
		l->name = b->key[l->key].name;
		l->type = b->key[l->key].type;
	}
}

static int
bind_head(struct cs_charge *c, struct cs_err *e)
{
	struct cs_charge_binding *b = c->bind;
	struct cs_by_ask ask;

	ask = (struct cs_by_ask){b->item, b->nitem, b->time, b->source};
	if (cs_by_bind(&b->by, c->arena, &ask, &c->env, e) != 0 || bind_counts(c, e) != 0 ||
	    check_units(c, e) != 0)
		return -1;
	make_keys(c);
	return 0;
}

int
cs_charge_bind_end(struct cs_charge *c, struct cs_err *e)
{
	struct cs_charge_binding *b = c->bind;

	if (!c->mode->without_contacts && bind_dims(c, e) != 0)
		return -1;
	if (b->head != NULL && bind_head(c, e) != 0)
		return -1;
	if (b->head == NULL && c->mode->without_contacts)
		make_keys(c);
	cs_charge_bind_own(b);
	name_parts(c);
	name_levels(c);
	b->form = (struct cs_sums_form){b->key, b->nkey, b->part, b->npart};
	for (size_t i = 0; i < c->costs.n && b->head != NULL; i++) {
		cs_charge_cut(&b->cuts, c->costs.cost[i].from);
		cs_charge_cut(&b->cuts, c->costs.cost[i].to);
	}
	cs_charge_cuts_sort(&b->cuts);
	return 0;
}
