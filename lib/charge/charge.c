/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the modes of cs-chargeback have in common: see charge.h. */
#include "charge/charge.h"

#include <assert.h>

#include "base/mem.h"
#include "charge/chargerun.h"
#include "charge/examples.h"
#include "charge/map.h"
#include "rec/batch.h"
#include "rec/esc.h"
#include "rec/instant.h"

/* Levels that are no keys, in the order of enum cs_charge_from. */
static const struct {
	const char *name;
	enum cs_type type;
} words[] = {
    [CS_FROM_KEY] = {NULL, CS_TEXT},
    [CS_FROM_CAUSE] = {"cause", CS_ID},
    [CS_FROM_DEMAND] = {"demand", CS_ID},
    [CS_FROM_PREVENTABLE] = {"preventable", CS_BOOL},
    [CS_FROM_REPEAT] = {"repeat", CS_BOOL},
    [CS_FROM_POOL] = {"pool", CS_ID},
};

enum { NWORDS = sizeof words / sizeof *words };

void
cs_charge_level_words(struct cs_buf *out)
{
	for (int i = CS_FROM_CAUSE; i < NWORDS; i++)
		cs_buf_printf(out, "%s\n", words[i].name);
	cs_by_words(out);
}

static struct cs_charge_level *
add_level(struct cs_charge *c)
{
	struct cs_charge_binding *b = c->bind;
	size_t cap = b->level_cap;

	b->level = cs_mem_grow(b->level, &cap, c->nlevel + 1, sizeof *b->level);
	b->level_cap = (unsigned)cap;
	c->level = b->level;
	return &b->level[c->nlevel++];
}

/* Whether an item of cells is the one that is asked for: as it was written, or by its name. */
static bool
same_item(const struct cs_charge_binding *b, unsigned i, struct cs_str item)
{
	return cs_str_eq(b->item[i], item) || (b->head == NULL && cs_str_eq(b->key[i].name, item));
}

/* The key of an item, which is new unless cells have it. */
static int
key_of(struct cs_charge *c, struct cs_str item, struct cs_err *e)
{
	struct cs_charge_binding *b = c->bind;
	struct cs_str *more;
	const char **source;

	for (unsigned i = 0; i < b->nitem; i++) {
		if (same_item(b, i, item))
			return (int)i;
	}
	if (b->head == NULL) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s: the cells do not have the key '%.*s'",
		    b->asking, CS_STR_ARG(item));
		return cs_err_hint(
		    e, "they were counted without it: --by %.*s there", CS_STR_ARG(item));
	}
	if (cs_str_starts(item, CS_STR("each("))) {
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "%s %.*s: what is paid cannot stand in several rows", b->asking,
		    CS_STR_ARG(item));
		return cs_err_hint(e, "a map with the column shares a contact among its themes");
	}
	more = cs_arena_new(c->arena, b->nitem + 1, sizeof *more);
	if (b->nitem != 0)
		memcpy(more, b->item, b->nitem * sizeof *more);
	more[b->nitem] = item;
	b->item = more;
	source = cs_arena_new(c->arena, b->nitem + 1, sizeof *source);
	if (b->nitem != 0)
		memcpy((void *)source, (const void *)b->source, b->nitem * sizeof *source);
	source[b->nitem] = b->asking;
	b->source = source;
	return (int)b->nitem++;
}

int
cs_charge_level(struct cs_charge *c, struct cs_str item, struct cs_err *e)
{
	enum cs_charge_from from = CS_FROM_KEY;
	int key = 0;

	for (int i = CS_FROM_CAUSE; i < NWORDS; i++) {
		if (cs_str_eqz(item, words[i].name))
			from = (enum cs_charge_from)i;
	}
	if (from == CS_FROM_KEY && (key = key_of(c, item, e)) < 0)
		return -1;
	for (unsigned i = 0; i < c->nlevel; i++) {
		const struct cs_charge_level *l = &c->level[i];

		if (l->from == from && (from != CS_FROM_KEY || l->key == (unsigned)key))
			return (int)i;
	}
	/* Names and types of keys are known when all were asked for. */
	*add_level(c) = (struct cs_charge_level){
	    .name = from != CS_FROM_KEY ? cs_str_z(words[from].name) : CS_STR(""),
	    .type = words[from].type,
	    .from = from,
	    .key = (unsigned)key};
	return (int)c->nlevel - 1;
}

int
cs_charge_number(struct cs_charge *c, const char *name, struct cs_str text, struct cs_err *e)
{
	struct cs_charge_binding *b = c->bind;
	struct cs_env env = c->env;
	struct cs_charge_number *n = &b->number[b->nnumber];
	enum cs_type type;

	for (unsigned i = 0; i < b->nnumber; i++) {
		if (strcmp(b->number[i].name, name) == 0 && cs_str_eq(b->number[i].text, text))
			return (int)(CS_CHARGE_MODE + 2 * i);
	}
	if (b->head == NULL && !c->mode->without_contacts)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "the cells do not have %s: %.*s", name, CS_STR_ARG(text));

	if ((b->nnumber + 1) * 2 > CS_CHARGE_PARTS - CS_CHARGE_MODE)
		return cs_err_set(e, CS_EXIT_USAGE, "too many numbers are asked for");
	*n = (struct cs_charge_number){
	    .name = name, .name_n = cs_arena_printf(c->arena, "%s_n", name), .text = text};
	if (b->head != NULL) {
		env.source = name;
		n->x = cs_expr_compile(c->arena, text, &env, e);
		if (n->x == NULL)
			return -1;
		type = cs_expr_type(n->x);
		if (type != CS_INT && type != CS_BOOL)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "'%.*s' is neither a whole number nor a condition", CS_STR_ARG(text));
	}
	return (int)(CS_CHARGE_MODE + 2 * b->nnumber++);
}

static struct cs_str
flag(bool v)
{
	return v ? CS_STR("t") : CS_STR("f");
}

static const struct cs_str null = CS_STR_INIT("\\N");

struct cs_str
cs_charge_value(const struct cs_charge *c, size_t i, unsigned level,
    const struct cs_charge_share *share, struct cs_str pool)
{
	const struct cs_charge_level *l = &c->level[level];

	switch (l->from) {
	case CS_FROM_KEY:
		return cs_sums_key(c->sums, i, l->key);
	case CS_FROM_CAUSE:
		return share != NULL ? share->cause : null;
	case CS_FROM_DEMAND:
		return share != NULL && share->demand != CS_DEMAND_UNKNOWN
			   ? cs_demand_name(share->demand)
			   : null;
	case CS_FROM_PREVENTABLE:
		return share != NULL && share->preventable >= 0 ? flag(share->preventable != 0)
								: null;
	case CS_FROM_REPEAT:
		return flag(c->whose[i].repeat);
	default:
		return pool;
	}
}

bool
cs_charge_code(struct cs_str currency, int32_t *t)
{
	if (currency.n != 3 || cs_currency_digits(currency) < 0)
		return false;
	*t = 0;
	for (int i = 0; i < 3; i++)
		*t = *t * 27 + (currency.p[i] - 'A' + 1);
	return true;
}

struct cs_str
cs_charge_code_text(int32_t t, char text[4])
{
	for (int i = 3; i-- > 0; t /= 27)
		text[i] = (char)('A' + t % 27 - 1);
	text[3] = '\0';
	return cs_str(text, 3);
}

/* YYYY-MM-DD, and nothing else. */
static bool
read_day(struct cs_str s, struct cs_civil *c)
{
	char text[21] = "0000-00-00T00:00:00Z";
	int64_t at;

	if (s.n != 10)
		return false;
	memcpy(text, s.p, s.n);
	if (!cs_time_parse(cs_str(text, 20), &at))
		return false;
	cs_civil_of_utc(at, c);
	return true;
}

bool
cs_charge_when(const struct cs_zone *zone, struct cs_str raw, int64_t open, int64_t *at)
{
	struct cs_civil c;

	if (cs_raw_null(raw)) {
		*at = open;
		return true;
	}
	if (read_day(raw, &c)) {
		(void)cs_zone_instant(zone, &c, at);
		return true;
	}
	return cs_raw_instant(raw, at);
}

int
cs_charge_number_legs(struct cs_charge *c, const char *name, struct cs_str text, struct cs_err *e)
{
	const int part = cs_charge_number(c, name, text, e);

	if (part >= CS_CHARGE_MODE)
		c->bind->number[(part - CS_CHARGE_MODE) / 2].legs = true;
	return part;
}

int
cs_charge_examples(struct cs_charge *c, unsigned most, struct cs_err *e)
{
	struct cs_charge_binding *b = c->bind;
	int col;

	assert(most <= CS_EXAMPLES_MOST);
	if (b->head == NULL)
		return cs_err_set(e, CS_EXIT_USAGE, "--examples are contacts, and cells have none");
	col = cs_head_need(b->head, CS_STR("contact_id"), e);
	if (col < 0)
		return -1;
	b->contact = (unsigned)col;
	b->examples = most;
	return 0;
}
