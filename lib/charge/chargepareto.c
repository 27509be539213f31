/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What costs most: see chargepareto.h. */
#include "charge/chargepareto.h"

#include <stdlib.h>

#include "base/mem.h"
#include "charge/allot.h"
#include "charge/chargeout.h"
#include "charge/spread.h"

static const char *const before[] = {"line"};
static const char *const behind[] = {"contacts", "handle_s", "charged", "charged_share",
    "cumulative_share", "avoidable", "charged_original", "currency"};

struct state {
	unsigned level;
};

enum { CONTACTS, HANDLE_S, CHARGED, AVOIDABLE, ORIGINAL, NUMBERS };

/* What one value costs. */
struct value {
	struct cs_str key; /* raw */
	cs_i128 number[NUMBERS];
	bool known[NUMBERS];
};

static const bool all_known[NUMBERS] = {true, true, true, true, true};

/* All of it: what is ranked, what nobody has, and the rest of the total. */
struct ranking {
	struct cs_map key;
	struct value *value;
	size_t cap;
	struct value line[CS_LINES], total; /* by kind; of CS_LINE_CHARGED the sum of the values */
};

static int
bind(struct cs_charge *c, void *state, struct cs_err *e)
{
	const struct cs_chargepareto_ask *ask = c->ask;
	struct state *s = state;
	int level;

	if (ask->n != 1)
		return cs_err_set(e, CS_EXIT_USAGE, "--pareto takes one key");
	level = cs_charge_level(c, ask->key[0], e);
	s->level = (unsigned)level;
	return level < 0 ? -1 : 0;
}

static int
head(const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)state;
	return cs_chargeout_columns(h, c, before, sizeof before / sizeof *before, e) == 0 &&
		       cs_chargeout_levels(h, c, 1, e) == 0
		   ? cs_chargeout_columns(h, c, behind, sizeof behind / sizeof *behind, e)
		   : -1;
}

static void
add(struct value *to, const struct value *more)
{
	for (int i = 0; i < NUMBERS; i++) {
		to->number[i] += more->number[i];
		to->known[i] = to->known[i] && more->known[i];
	}
}

static struct value
nothing(struct cs_str key)
{
	struct value v = {.key = key};

	memcpy(v.known, all_known, sizeof v.known);
	return v;
}

static struct value *
value_of(struct ranking *r, struct cs_str key)
{
	const size_t n = r->key.n;
	const uint32_t id = cs_map_add(&r->key, key);

	if (r->key.n != n) {
		r->value = cs_mem_grow(r->value, &r->cap, r->key.n, sizeof *r->value);
		r->value[id] = nothing(cs_map_key(&r->key, id));
	}
	return &r->value[id];
}

/* To each token of a list the same part. */
static void
add_list(struct ranking *r, const struct value *v)
{
	struct cs_ratio *weight;
	cs_i128 *part;
	struct cs_str rest = v->key, token;
	size_t n = 1;

	for (size_t i = 0; i < v->key.n; i++)
		n += v->key.p[i] == ',';
	weight = cs_ratios_new(n);
	part = cs_mem_new(n * NUMBERS, sizeof *part);
	for (size_t i = 0; i < n; i++)
		cs_ratio_int(&weight[i], 1);
	for (int k = 0; k < NUMBERS; k++)
		(void)cs_allot(v->number[k], weight, n, part + (size_t)k * n);
	for (size_t i = 0; i < n && cs_str_split(&rest, ',', &token); i++) {
		struct value of = *v;

		for (int k = 0; k < NUMBERS; k++)
			of.number[k] = part[(size_t)k * n + i];
		add(value_of(r, token), &of);
	}
	cs_ratios_free(weight, n);
	free(part);
}

/* A line of the bill to where it belongs. Without a map nothing is anybody's: all is ranked. */
static void
add_line(struct ranking *r, const struct cs_charge *c, const struct cs_charge_line *x, bool list)
{
	const struct value v = {.key = x->key[0],
	    .number = {[CONTACTS] = x->contacts,
		[HANDLE_S] = x->handle_s,
		[CHARGED] = x->charged,
		[AVOIDABLE] = x->avoidable,
		[ORIGINAL] = x->original},
	    .known = {[CONTACTS] = x->contacts_known,
		[HANDLE_S] = x->handle_s_known,
		[CHARGED] = true,
		[AVOIDABLE] = x->avoidable_known,
		[ORIGINAL] = true}};
	const bool ranked =
	    x->kind == CS_LINE_CHARGED || (x->kind == CS_LINE_UNMAPPED && !c->mapped);

	add(&r->total, &v);
	add(&r->line[ranked ? CS_LINE_CHARGED : x->kind], &v);
	if (!ranked)
		return;
	if (list)
		add_list(r, &v);
	else
		add(value_of(r, x->key[0]), &v);
}

/* Contacts of a row that is not of one value: by pool too each is there once. */
static void
count_once(struct ranking *r, const struct cs_charge_lines *l)
{
	struct value *rest[CS_LINES + 1] = {[CS_LINES] = &r->total};
	cs_i128 contacts = 0, handle_s = 0;

	for (int k = 0; k < CS_LINES; k++) {
		rest[k] = &r->line[k];
		rest[k]->number[CONTACTS] = l->contacts[k];
		rest[k]->number[HANDLE_S] = l->handle_s[k];
		contacts += l->contacts[k];
		handle_s += l->handle_s[k];
	}
	r->total.number[CONTACTS] = contacts;
	r->total.number[HANDLE_S] = handle_s;
	for (int k = 0; k <= CS_LINES; k++)
		rest[k]->known[CONTACTS] = rest[k]->known[HANDLE_S] = true;
}

/* Dearest first; of equal ones by their bytes. */
static int
compare(const void *p, const void *q)
{
	const struct value *a = p, *b = q;

	if (a->number[CHARGED] != b->number[CHARGED])
		return a->number[CHARGED] > b->number[CHARGED] ? -1 : 1;
	return cs_str_cmp(a->key, b->key);
}

static int
rank(struct cs_charge *c, const struct state *s, struct ranking *r, struct cs_err *e)
{
	struct cs_charge_lines l;
	const bool list = c->level[s->level].type == CS_LIST;
	int rc = cs_charge_lines_make(&l, c, &s->level, 1, e);

	*r = (struct ranking){.total = nothing(CS_STR("\\N"))};
	for (int k = 0; k < CS_LINES; k++)
		r->line[k] = nothing(CS_STR("\\N"));
	for (size_t i = 0; i < l.n && rc == 0; i++)
		add_line(r, c, &l.line[i], list);
	count_once(r, &l);
	if (r->key.n != 0)
		qsort(r->value, r->key.n, sizeof *r->value, compare);
	cs_charge_lines_finish(&l);
	return rc;
}

static void
ranking_finish(struct ranking *r)
{
	cs_map_finish(&r->key);
	free(r->value);
}

/* so_far NULL: it is not ranked. */
static void
row(const struct cs_charge *c, const struct ranking *r, struct cs_str line, const struct value *v,
    const cs_i128 *so_far, struct cs_writer *out)
{
	const cs_i128 all = r->line[CS_LINE_CHARGED].number[CHARGED];
	const bool people = !cs_str_eq(line, cs_charge_line_name(CS_LINE_UNALLOCATED)) &&
			    !cs_str_eq(line, cs_charge_line_name(CS_LINE_UNUSED));

	cs_writer_text(out, line);
	cs_writer_raw(out, v->key);
	cs_chargeout_count(out, people && v->known[CONTACTS], v->number[CONTACTS]);
	cs_chargeout_count(out, people && v->known[HANDLE_S], v->number[HANDLE_S]);
	cs_chargeout_money(out, c, true, v->number[CHARGED]);
	cs_chargeout_share(out, so_far != NULL, v->number[CHARGED], all);
	cs_chargeout_share(out, so_far != NULL, so_far != NULL ? *so_far : 0, all);
	cs_chargeout_money(out, c, people && v->known[AVOIDABLE], v->number[AVOIDABLE]);
	cs_chargeout_money(out, c, true, v->number[ORIGINAL]);
	cs_writer_text(out, c->currency);
	cs_writer_end(out);
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	struct ranking r;
	cs_i128 so_far = 0;
	const int rc = rank(c, state, &r, e);

	if (rc == 0 && c->mapped)
		row(c, &r, cs_charge_line_name(CS_LINE_UNMAPPED), &r.line[CS_LINE_UNMAPPED], NULL,
		    out);
	for (size_t i = 0; i < r.key.n && rc == 0; i++) {
		so_far += r.value[i].number[CHARGED];
		row(c, &r, cs_charge_line_name(CS_LINE_CHARGED), &r.value[i], &so_far, out);
	}
	for (int k = CS_LINE_NOT_REPORTED; k < CS_LINES && rc == 0; k++) {
		if (k != CS_LINE_NOT_REPORTED || !c->all)
			row(c, &r, cs_charge_line_name((enum cs_charge_line_kind)k), &r.line[k],
			    NULL, out);
	}
	if (rc == 0)
		row(c, &r, CS_STR("total"), &r.total, NULL, out);
	ranking_finish(&r);
	return rc;
}

static void
say_share(struct cs_buf *out, cs_i128 x, cs_i128 all)
{
	cs_dec_ratio_text(out, x * 100, all, 1);
	cs_buf_z(out, " %");
}

static void
say_value(const struct cs_charge *c, const struct value *v, cs_i128 all, struct cs_buf *out)
{
	cs_chargeout_say_name(out, v->key);
	cs_buf_z(out, ": ");
	if (v->known[CONTACTS])
		cs_chargeout_say_contacts(out, v->number[CONTACTS]);
	else
		cs_buf_z(out, "contacts, how many is not known,");
	cs_buf_z(out, " cost ");
	cs_chargeout_say_money(out, c, v->number[CHARGED]);
	cs_buf_printf(out, " %.*s, ", CS_STR_ARG(c->currency));
	say_share(out, v->number[CHARGED], all);
	cs_buf_z(out, " of all that is charged");
	if (v->known[AVOIDABLE]) {
		cs_buf_z(out, "; ");
		cs_chargeout_say_money(out, c, v->number[AVOIDABLE]);
		cs_buf_z(out, " would fall away without them");
	}
	cs_buf_z(out, ".\n");
}

/* The first that are four fifths of it, and how many they are. */
static int
say(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e)
{
	const struct state *s = state;
	struct ranking r;
	const int rc = rank(c, s, &r, e);
	const cs_i128 all = r.line[CS_LINE_CHARGED].number[CHARGED];
	cs_i128 so_far = 0;
	size_t i = 0;

	if (rc == 0 && r.line[CS_LINE_UNMAPPED].number[CONTACTS] != 0 && c->mapped) {
		cs_chargeout_say_unmapped(out, c, r.line[CS_LINE_UNMAPPED].number[CONTACTS],
		    r.line[CS_LINE_UNMAPPED].number[CHARGED]);
		cs_buf_z(out, ".\n");
	}
	for (; i < r.key.n && all > 0 && rc == 0 && so_far * 5 < all * 4; i++) {
		so_far += r.value[i].number[CHARGED];
		say_value(c, &r.value[i], all, out);
	}
	if (rc == 0 && i != 0) {
		cs_buf_printf(out, "Together: %zu of %zu %s of %.*s, ", i, r.key.n,
		    r.key.n == 1 ? "value" : "values", CS_STR_ARG(c->level[s->level].name));
		say_share(out, so_far, all);
		cs_buf_z(out, " of all that is charged.\n");
	} else if (rc == 0) {
		cs_buf_z(out, "Nothing is charged.\n");
	}
	ranking_finish(&r);
	return rc;
}

const struct cs_charge_mode cs_chargepareto = {.name = "pareto",
    .without_map = true,
    .without_by = true,
    .size = sizeof(struct state),
    .bind = bind,
    .head = head,
    .rows = rows,
    .say = say};
