/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the map says of a contact, as a text and back: see outcome.h. */
#include "charge/outcome.h"

#include <string.h>

#include "base/num.h"

static const char hex[] = "0123456789ABCDEF";

static const struct cs_str demand_name[] = {
    [CS_DEMAND_UNKNOWN] = {NULL, 0},
    [CS_DEMAND_VALUE] = CS_STR_INIT("value"),
    [CS_DEMAND_FAILURE] = CS_STR_INIT("failure"),
};

struct cs_str
cs_demand_name(enum cs_demand d)
{
	return demand_name[d];
}

bool
cs_demand_parse(struct cs_str word, enum cs_demand *d)
{
	for (int i = CS_DEMAND_VALUE; i <= CS_DEMAND_FAILURE; i++) {
		if (!cs_str_eq(word, demand_name[i]))
			continue;
		*d = (enum cs_demand)i;
		return true;
	}
	return false;
}

static bool
special(unsigned char c)
{
	return c < 0x20 || c == 0x7f || strchr("%;=:,/\\", c) != NULL;
}

static void
put_name(struct cs_buf *b, struct cs_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (!special(c)) {
			cs_buf_c(b, s.p[i]);
			continue;
		}
		cs_buf_c(b, '%');
		cs_buf_c(b, hex[c >> 4]);
		cs_buf_c(b, hex[c & 15]);
	}
}

static void
begin_field(struct cs_buf *b, size_t from, const char *name)
{
	if (b->n != from)
		cs_buf_c(b, ';');
	cs_buf_printf(b, "%s=", name);
}

static void
put_owners(struct cs_buf *b, const struct cs_charge_owner *o, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (i != 0)
			cs_buf_c(b, ',');
		put_name(b, o[i].unit);
		cs_buf_c(b, ':');
		cs_buf_i64(b, o[i].num);
		if (o[i].den != 1) {
			cs_buf_c(b, '/');
			cs_buf_i64(b, o[i].den);
		}
	}
}

/* The fields, in the order in which they stand. */
enum field { CAUSE, OWNER, DEMAND, PREVENTABLE, JOINT, REPEAT, ROOT, ROOT_OWNER, FIELDS };

static const char *const field_name[FIELDS] = {
    "cause", "owner", "demand", "preventable", "joint", "repeat", "root", "root_owner"};

void
cs_outcome_text(struct cs_buf *b, const struct cs_outcome *o)
{
	const size_t from = b->n;

	if (o->cause.n != 0) {
		begin_field(b, from, field_name[CAUSE]);
		put_name(b, o->cause);
	}
	if (o->nowner != 0) {
		begin_field(b, from, field_name[OWNER]);
		put_owners(b, o->owner, o->nowner);
	}
	if (o->demand != CS_DEMAND_UNKNOWN) {
		begin_field(b, from, field_name[DEMAND]);
		cs_buf_str(b, demand_name[o->demand]);
	}
	if (o->preventable != CS_UNSAID) {
		begin_field(b, from, field_name[PREVENTABLE]);
		cs_buf_c(b, o->preventable == CS_SAID_YES ? 't' : 'f');
	}
	if (o->joint) {
		begin_field(b, from, field_name[JOINT]);
		cs_buf_c(b, 't');
	}
	if (o->repeat) {
		begin_field(b, from, field_name[REPEAT]);
		cs_buf_c(b, 't');
	}
	if (!o->has_root)
		return;
	begin_field(b, from, field_name[ROOT]);
	put_name(b, o->root_cause);
	begin_field(b, from, field_name[ROOT_OWNER]);
	put_owners(b, o->root, o->nroot);
}

static int
digit(char c)
{
	const char *at = c != '\0' ? strchr(hex, c) : NULL;

	return at != NULL ? (int)(at - hex) : -1;
}

static bool
get_name(struct cs_arena *a, struct cs_str s, struct cs_str *name)
{
	char *p = cs_arena_new(a, s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '%') {
			p[n++] = s.p[i];
			continue;
		}
		if (i + 2 >= s.n || digit(s.p[i + 1]) < 0 || digit(s.p[i + 2]) < 0)
			return false;
		p[n++] = (char)(digit(s.p[i + 1]) << 4 | digit(s.p[i + 2]));
		i += 2;
	}
	*name = cs_str(p, n);
	return true;
}

static bool
get_share(struct cs_str s, struct cs_charge_owner *o)
{
	struct cs_str num;

	o->den = 1;
	return cs_str_split(&s, '/', &num) && cs_num_i64(num, &o->num) && o->num >= 0 &&
	       (s.p == NULL || (cs_num_i64(s, &o->den) && o->den > 0));
}

static bool
get_owners(struct cs_arena *a, struct cs_str s, struct cs_charge_owner **owner, unsigned *n)
{
	struct cs_str item, unit;
	size_t most = 1;

	for (size_t i = 0; i < s.n; i++)
		most += s.p[i] == ',';
	*owner = cs_arena_new(a, most, sizeof **owner);
	*n = 0;
	while (s.n != 0 && cs_str_split(&s, ',', &item)) {
		struct cs_charge_owner *o = &(*owner)[(*n)++];

		if (!cs_str_split(&item, ':', &unit) || item.p == NULL || unit.n == 0 ||
		    !get_name(a, unit, &o->unit) || !get_share(item, o))
			return false;
	}
	return true;
}

static bool
get_bool(struct cs_str s, bool *v)
{
	*v = cs_str_eqz(s, "t");
	return *v;
}

static bool
get_field(struct cs_arena *a, struct cs_outcome *o, enum field f, struct cs_str v)
{
	switch (f) {
	case CAUSE:
		return get_name(a, v, &o->cause) && o->cause.n != 0;
	case OWNER:
		return get_owners(a, v, &o->owner, &o->nowner) && o->nowner != 0;
	case DEMAND:
		return cs_demand_parse(v, &o->demand);
	case PREVENTABLE:
		o->preventable = cs_str_eqz(v, "t") ? CS_SAID_YES : CS_SAID_NO;
		return cs_str_eqz(v, "t") || cs_str_eqz(v, "f");
	case JOINT:
		return get_bool(v, &o->joint);
	case REPEAT:
		return get_bool(v, &o->repeat);
	case ROOT:
		o->has_root = true;
		return get_name(a, v, &o->root_cause);
	default:
		return o->has_root && get_owners(a, v, &o->root, &o->nroot);
	}
}

bool
cs_outcome_parse(struct cs_arena *a, struct cs_str text, struct cs_outcome *o)
{
	struct cs_str field, name;
	int at = 0;

	*o = (struct cs_outcome){.nowner = 0};
	while (text.n != 0 && cs_str_split(&text, ';', &field)) {
		if (!cs_str_split(&field, '=', &name) || field.p == NULL)
			return false;
		while (at < FIELDS && !cs_str_eqz(name, field_name[at]))
			at++;
		if (at == FIELDS || !get_field(a, o, (enum field)at++, field))
			return false;
	}
	return true;
}
