/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was agreed with outsourcers, as it is read: see contract.h. */
#include "charge/contract.h"

#include "base/civil.h"
#include "base/dec.h"
#include "base/lines.h"

enum { MILLION = 1000000, LONGEST_S = 86400, LARGEST = 1000000000 };

enum key_kind { CURRENCY, DAY, PRICE, SHARE, FORMULA, SECONDS, LEAST };

/* The keys of a section; `which`: what of its kind. */
static const struct key {
	const char *name;
	enum key_kind kind;
	int which;
} keys[] = {
    {"currency", CURRENCY, 0},
    {"from", DAY, 0},
    {"until", DAY, 1},
    {"minute", PRICE, CS_PRICE_MINUTE},
    {"contact", PRICE, CS_PRICE_CONTACT},
    {"leg", PRICE, CS_PRICE_LEG},
    {"solved", PRICE, CS_PRICE_SOLVED},
    {"kept", PRICE, CS_PRICE_KEPT},
    {"month", PRICE, CS_PRICE_MONTH},
    {"sl", FORMULA, 0},
    {"target", SHARE, 0},
    {"malus", SHARE, 1},
    {"malus_point", SHARE, 2},
    {"malus_most", SHARE, 3},
    {"bonus", SHARE, 4},
    {"bonus_point", SHARE, 5},
    {"bonus_most", SHARE, 6},
    {"first_s", SECONDS, 0},
    {"step_s", SECONDS, 1},
    {"minutes_least", LEAST, 0},
    {"contacts_least", LEAST, 1},
};

enum { KEYS = sizeof keys / sizeof *keys };

/* Keys that mean nothing without another: what they are, and what they want. */
static const struct {
	const char *name, *wants, *why;
} wanted[] = {
    {"malus", "target", "has a malus, but no target"},
    {"malus_point", "target", "has a malus, but no target"},
    {"malus_most", "target", "has a malus, but no target"},
    {"bonus", "target", "has a bonus, but no target"},
    {"bonus_point", "target", "has a bonus, but no target"},
    {"bonus_most", "target", "has a bonus, but no target"},
    {"first_s", "minute", "has first_s, but no price of a minute"},
    {"step_s", "minute", "has step_s, but no price of a minute"},
    {"minutes_least", "minute", "has minutes_least, but no price of a minute"},
    {"contacts_least", "contact", "has contacts_least, but no price of a contact"},
    {"target", "sl", "has a target, but no sl that it is for"},
    {"sl", "target", "has an sl, but no target for it"},
};

struct reading {
	struct cs_arena *arena;
	struct cs_contract *c;
	size_t cap;
	unsigned given; /* keys of the section at hand, a bit each */
	int line;
	struct cs_err *e;
};

/* Sets the error (2) "source:line: ..." and gives -1. */
#define bad(r, ...)                                                                                \
	(cs_err_set_((r)->e, CS_EXIT_USAGE, __VA_ARGS__),                                          \
	    cs_err_prefix((r)->e, "%s:%d", (r)->c->source, (r)->line), -1)

static struct cs_contract_terms *
at_hand(const struct reading *r)
{
	return &r->c->terms[r->c->n - 1];
}

static int
set_currency(struct reading *r, const struct key *k, struct cs_str value)
{
	(void)k;
	if (cs_currency_digits(value) < 0)
		return bad(r, "'%.*s' is no currency", CS_STR_ARG(value));
	at_hand(r)->currency = value;
	return 0;
}

static int
set_day(struct reading *r, const struct key *k, struct cs_str value)
{
	struct cs_contract_terms *t = at_hand(r);
	struct cs_civil c;

	if (value.n != strlen("2026-01-01") || !cs_civil_parse(value, &c))
		return bad(r, "%s: '%.*s' is no day: 2026-01-01", k->name, CS_STR_ARG(value));
	*(k->which == 0 ? &t->from : &t->until) = cs_civil_days(c.year, c.month, c.day);
	return 0;
}

static int
set_price(struct reading *r, const struct key *k, struct cs_str value)
{
	struct cs_contract_terms *t = at_hand(r);
	struct cs_dec d;

	if (!cs_dec_parse(value, &d) || !cs_dec_micros(d, &t->price[k->which]))
		return bad(r,
		    "%s: '%.*s' is no price: 0.95, below 9223372036854, at most 6 digits behind "
		    "the point",
		    k->name, CS_STR_ARG(value));
	t->has_price[k->which] = true;
	return 0;
}

/* 80%, 0.8: in millionths. */
static bool
share_of(struct cs_str value, int64_t *share)
{
	const bool percent = cs_str_ends(value, CS_STR("%"));
	struct cs_dec d;

	if (!cs_dec_parse(cs_str_trim(cs_str_head(value, value.n - percent)), &d) ||
	    (percent && !cs_dec_mul(d, (struct cs_dec){1, 2}, &d)))
		return false;
	return cs_dec_micros(d, share) && *share >= 0 && *share <= MILLION;
}

static int
set_share(struct reading *r, const struct key *k, struct cs_str value)
{
	struct cs_contract_terms *t = at_hand(r);
	int64_t *const share[] = {&t->target, &t->malus.flat, &t->malus.point, &t->malus.most,
	    &t->bonus.flat, &t->bonus.point, &t->bonus.most};

	if (!share_of(value, share[k->which]))
		return bad(r, "%s: '%.*s' is no share: 80%% or 0.8", k->name, CS_STR_ARG(value));
	return 0;
}

static int
set_formula(struct reading *r, const struct key *k, struct cs_str value)
{
	(void)k;
	at_hand(r)->sl = value;
	return 0;
}

/* A whole number, 1 .. most. */
static int
set_whole(struct reading *r, const struct key *k, struct cs_str value, int64_t most, int64_t *whole)
{
	if (cs_num_i64(value, whole) && *whole > 0 && *whole <= most)
		return 0;
	return bad(r, "%s: '%.*s' is no whole number from 1 to %lld", k->name, CS_STR_ARG(value),
	    (long long)most);
}

static int
set_seconds(struct reading *r, const struct key *k, struct cs_str value)
{
	struct cs_contract_terms *t = at_hand(r);

	return set_whole(r, k, value, LONGEST_S, k->which == 0 ? &t->first_s : &t->step_s);
}

static int
set_least(struct reading *r, const struct key *k, struct cs_str value)
{
	struct cs_contract_terms *t = at_hand(r);

	return set_whole(
	    r, k, value, LARGEST, k->which == 0 ? &t->minutes_least : &t->contacts_least);
}

typedef int set_fn(struct reading *r, const struct key *k, struct cs_str value);

static set_fn *const set[] = {
    [CURRENCY] = set_currency,
    [DAY] = set_day,
    [PRICE] = set_price,
    [SHARE] = set_share,
    [FORMULA] = set_formula,
    [SECONDS] = set_seconds,
    [LEAST] = set_least,
};

static int
read_key(struct reading *r, const struct cs_line *item)
{
	static const struct cs_line_keys known = {keys, KEYS, sizeof *keys, "a contract"};
	struct cs_str value;
	int k = cs_line_key(&known, item, &r->given, &value, r->e);

	if (k < 0) {
		cs_err_prefix(r->e, "%s:%d", r->c->source, r->line);
		return -1;
	}
	return set[keys[k].kind](r, &keys[k], cs_arena_str(r->arena, value));
}

static int
begin(struct reading *r, const struct cs_line *item)
{
	const struct cs_str word = CS_STR("vendor ");
	struct cs_contract *c = r->c;
	struct cs_contract_terms *larger;
	struct cs_str name = cs_str_trim(cs_str_skip(item->section, word.n));

	r->line = item->line;
	r->given = 0;
	if (!cs_str_starts(item->section, word) || name.n == 0) {
		(void)bad(r, "[%.*s] is no section of contracts", CS_STR_ARG(item->section));
		return cs_err_hint(r->e, "there is [vendor NAME]");
	}
	if (c->n == r->cap) {
		r->cap = r->cap != 0 ? r->cap * 2 : 8;
		larger = cs_arena_new(r->arena, r->cap, sizeof *larger);
		if (c->n != 0)
			memcpy(larger, c->terms, c->n * sizeof *larger);
		c->terms = larger;
	}
	c->terms[c->n++] = (struct cs_contract_terms){.vendor = cs_arena_str(r->arena, name),
	    .from = INT64_MIN,
	    .until = INT64_MAX,
	    .malus.most = MILLION,
	    .bonus.most = MILLION,
	    .line = item->line};
	return 0;
}

/* Whether the section at hand has a key. */
static bool
given(const struct reading *r, const char *name)
{
	for (unsigned i = 0; i < KEYS; i++) {
		if (strcmp(keys[i].name, name) == 0)
			return (r->given >> i & 1) != 0;
	}
	return false;
}

/* What a section must have, now that it is whole. */
static int
check(struct reading *r)
{
	struct cs_contract_terms *t = at_hand(r);
	bool price = false;

	r->line = t->line;
	for (size_t i = 0; i < CS_PRICES; i++)
		price = price || t->has_price[i];
	if (t->currency.n == 0)
		return bad(r, "[vendor %.*s] has no currency", CS_STR_ARG(t->vendor));
	if (!price)
		return bad(r, "[vendor %.*s] has no price", CS_STR_ARG(t->vendor));
	if (t->until < t->from)
		return bad(r, "[vendor %.*s] ends before it begins", CS_STR_ARG(t->vendor));
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		if (given(r, wanted[i].name) && !given(r, wanted[i].wants))
			return bad(r, "[vendor %.*s] %s", CS_STR_ARG(t->vendor), wanted[i].why);
	}
	if (given(r, "malus_most") && !given(r, "malus") && !given(r, "malus_point"))
		return bad(r, "[vendor %.*s]: malus_most bounds a malus, and there is none",
		    CS_STR_ARG(t->vendor));
	if (given(r, "bonus_most") && !given(r, "bonus") && !given(r, "bonus_point"))
		return bad(r, "[vendor %.*s]: bonus_most bounds a bonus, and there is none",
		    CS_STR_ARG(t->vendor));
	t->step_s = given(r, "step_s") ? t->step_s : 1;
	t->first_s = given(r, "first_s") ? t->first_s : t->step_s;
	for (const struct cs_contract_terms *o = r->c->terms; o < t; o++) {
		if (cs_str_eq(o->vendor, t->vendor) && o->from <= t->until && t->from <= o->until)
			return bad(r, "[vendor %.*s] holds at the same time as that of line %d",
			    CS_STR_ARG(t->vendor), o->line);
	}
	return 0;
}

static int
read_all(struct reading *r, struct cs_lines *lines)
{
	struct cs_line item;
	int got;

	while ((got = cs_lines_next(lines, &item, r->e)) > 0) {
		if (item.heading) {
			if ((r->c->n != 0 && check(r) != 0) || begin(r, &item) != 0)
				return -1;
			continue;
		}
		r->line = item.line;
		if (r->c->n == 0)
			return bad(r, "stands before the first [vendor NAME]");
		if (read_key(r, &item) != 0)
			return -1;
	}
	if (got == 0 && r->c->n == 0)
		return cs_err_set(
		    r->e, CS_EXIT_USAGE, "%s: no [vendor NAME] is in there", r->c->source);
	return got == 0 ? check(r) : got;
}

const struct cs_contract *
cs_contract_parse(struct cs_arena *a, const char *source, struct cs_str text, struct cs_err *e)
{
	struct cs_contract *c = cs_arena_new(a, 1, sizeof *c);
	struct reading r = {.arena = a, .c = c, .e = e};
	struct cs_lines lines;

	c->source = cs_arena_printf(a, "%s", source);
	c->text = cs_arena_str(a, text);
	cs_lines_init(&lines, a, c->source, c->text);
	return read_all(&r, &lines) == 0 ? c : NULL;
}

const struct cs_contract *
cs_contract_load(struct cs_arena *a, const char *path, struct cs_err *e)
{
	struct cs_str text;

	if (cs_lines_load(a, path, CS_CONTRACT_MAX, &text, e) != 0)
		return NULL;
	return cs_contract_parse(a, strcmp(path, "-") != 0 ? path : "stdin", text, e);
}

const struct cs_contract_terms *
cs_contract_on(const struct cs_contract *c, struct cs_str vendor, int64_t day)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct cs_contract_terms *t = &c->terms[i];

		if (cs_str_eq(t->vendor, vendor) && t->from <= day && day <= t->until)
			return t;
	}
	return NULL;
}
