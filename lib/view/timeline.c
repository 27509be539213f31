/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything about one customer, for people: see timeline.h. */
#include "view/timeline.h"

#include "base/civil.h"
#include "base/num.h"
#include "view/cells.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, KIND_WIDTH = 9 };

struct page {
	struct cs_buf *b;
	const struct cs_timeline_look *look;
};

static void
paint(const struct page *p, const char *code)
{
	if (p->look->color)
		cs_buf_z(p->b, code);
}

static void
heading(const struct page *p, const char *name)
{
	cs_buf_c(p->b, '\n');
	paint(p, "\033[1m");
	cs_buf_z(p->b, name);
	paint(p, "\033[0m");
	cs_buf_c(p->b, '\n');
}

/* The wall clock of the zone, to the minute. */
static void
put_time(const struct page *p, int64_t at)
{
	struct cs_civil c;

	if (p->look->zone != NULL)
		cs_zone_civil(p->look->zone, at, &c);
	else
		cs_civil_of_utc(at, &c);
	cs_buf_printf(p->b, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.min);
}

/* " (3 days ago)", " (in 2 hours)", in the largest unit of which there are two. */
static void
put_age(const struct page *p, int64_t at)
{
	static const struct {
		int64_t s;
		const char *name;
	} units[] = {{DAY, "days"}, {HOUR, "hours"}, {MINUTE, "minutes"}, {1, "seconds"}};
	int64_t s = (p->look->as_of - at) / CS_USEC, far = s < 0 ? -s : s;
	size_t i = 0;

	if (p->look->as_of == CS_INSTANT_MIN)
		return;
	while (i + 1 < sizeof units / sizeof *units && far < 2 * units[i].s)
		i++;
	cs_buf_printf(p->b, s < 0 ? " (in %lld %s)" : " (%lld %s ago)",
	    (long long)(far / units[i].s), units[i].name);
}

/* "wait_s" and "250" are "wait 4:10", instants have the zone; other cells stand as they are. */
static void
put_named(const struct page *p, const struct cs_timeline_cell *c)
{
	struct cs_str name = c->name;
	int64_t s, at;

	if (cs_str_ends(name, CS_STR("_at")) && cs_time_parse(c->text, &at)) {
		cs_form_plain(p->b, cs_str_head(name, name.n - 3));
		cs_buf_c(p->b, ' ');
		put_time(p, at);
		return;
	}
	if (cs_str_ends(name, CS_STR("_s")) && cs_num_i64(c->text, &s) && s >= 0) {
		cs_form_plain(p->b, cs_str_head(name, name.n - 2));
		if (s >= HOUR)
			cs_buf_printf(p->b, " %lld:%02d:%02d", (long long)(s / HOUR),
			    (int)(s / MINUTE % 60), (int)(s % MINUTE));
		else
			cs_buf_printf(p->b, " %d:%02d", (int)(s / MINUTE), (int)(s % MINUTE));
		return;
	}
	cs_form_plain(p->b, name);
	cs_buf_c(p->b, ' ');
	cs_form_plain(p->b, c->text);
}

static bool
is_words(const struct cs_timeline_cell *c)
{
	return cs_str_eqz(c->name, "comment");
}

/* What it is known by, on its line; then the rest, indented; then what the customer said. */
static void
put_cells(const struct page *p, const struct cs_timeline_entry *x)
{
	const char *sep = "";
	unsigned i = 0;

	for (; i < x->ncell && x->cell[i].lead; i++) {
		cs_buf_z(p->b, sep);
		if (x->at == CS_INSTANT_MIN || cs_str_ends(x->cell[i].name, CS_STR("_at")) ||
		    (unsigned char)(x->cell[i].text.p[0] - '0') < 10 || x->cell[i].text.n == 1)
			put_named(p, &x->cell[i]);
		else
			cs_form_plain(p->b, x->cell[i].text);
		sep = ", ";
	}
	sep = "\n      ";
	paint(p, "\033[2m");
	for (; i < x->ncell; i++) {
		if (is_words(&x->cell[i]))
			continue;
		cs_buf_z(p->b, sep);
		put_named(p, &x->cell[i]);
		sep = ", ";
	}
	paint(p, "\033[0m");
	for (i = 0; i < x->ncell; i++) {
		if (!is_words(&x->cell[i]))
			continue;
		cs_buf_z(p->b, "\n      \"");
		cs_form_plain(p->b, x->cell[i].text);
		cs_buf_c(p->b, '"');
	}
	cs_buf_c(p->b, '\n');
}

/* The record's identity, where it is not one of the cells in front. */
static void
put_id(const struct page *p, const struct cs_timeline_entry *x)
{
	bool leads = x->id.p == NULL;

	for (unsigned i = 0; i < x->ncell && x->cell[i].lead; i++)
		leads |= cs_str_eq(x->cell[i].text, x->id);
	if (leads)
		return;
	cs_form_plain(p->b, x->id);
	cs_buf_z(p->b, x->ncell != 0 && x->cell[0].lead ? ": " : "");
}

static void
put_entry(const struct page *p, const struct cs_timeline_entry *x)
{
	cs_buf_z(p->b, "  ");
	if (x->at != CS_INSTANT_MIN)
		put_time(p, x->at);
	cs_buf_printf(p->b, "%s%-*s", x->at != CS_INSTANT_MIN ? "  " : "", KIND_WIDTH, x->kind);
	if (x->open != NULL) {
		paint(p, "\033[33m");
		cs_buf_z(p->b, x->open);
		paint(p, "\033[0m");
		if (x->due_at != CS_INSTANT_MIN) {
			cs_buf_z(p->b, " by ");
			put_time(p, x->due_at);
			put_age(p, x->due_at);
		} else if (x->at != CS_INSTANT_MIN) {
			put_age(p, x->at);
		}
		cs_buf_z(p->b, ", ");
	}
	put_id(p, x);
	put_cells(p, x);
}

/* How much there is, and how long ago the last was. */
static void
put_summary(const struct page *p, const struct cs_timeline *t)
{
	int64_t first = CS_INSTANT_MIN, last = CS_INSTANT_MIN;
	uint64_t timed = 0;

	for (size_t i = 0; i < t->n; i++) {
		int64_t at = t->entry[i].at;

		if (at == CS_INSTANT_MIN)
			continue;
		timed++;
		first = first == CS_INSTANT_MIN || at < first ? at : first;
		last = at > last ? at : last;
	}
	cs_buf_printf(p->b, "%llu records", (unsigned long long)timed);
	if (timed != 0) {
		cs_buf_z(p->b, ", from ");
		put_time(p, first);
		cs_buf_z(p->b, " to ");
		put_time(p, last);
		put_age(p, last);
	}
	cs_buf_printf(p->b, ", open: %zu, times in %s\n", t->nopen,
	    p->look->zone != NULL ? cs_zone_name(p->look->zone) : "UTC");
}

void
cs_timeline_text(struct cs_buf *b, const struct cs_timeline *t, const struct cs_timeline_look *look)
{
	const struct page p = {b, look};
	size_t i = 0, timed = t->n;

	while (timed > t->nopen && t->entry[timed - 1].at == CS_INSTANT_MIN)
		timed--;
	paint(&p, "\033[1m");
	cs_form_plain(b, look->customer);
	paint(&p, "\033[0m");
	cs_buf_c(b, '\n');
	for (size_t k = timed; k < t->n; k++)
		put_entry(&p, &t->entry[k]);
	put_summary(&p, t);
	if (t->nopen != 0)
		heading(&p, "Open");
	for (; i < t->nopen; i++)
		put_entry(&p, &t->entry[i]);
	if (i < timed)
		heading(&p, "Newest first");
	for (; i < timed; i++)
		put_entry(&p, &t->entry[i]);
}
