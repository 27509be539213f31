/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of the inputs of cs-retain: see retainnotes.h. */
#include "cli/retainnotes.h"

#include "retain/retainrun.h"

static unsigned long long
count(const struct cs_retain *r, unsigned what)
{
	return (unsigned long long)r->count[what];
}

/* Curves tell of a day as soon as it has begun, sums of windows only of whole days. */
static bool
is_reached(const struct cs_retain *r, const struct cs_horizon *at, int64_t zero_first)
{
	int64_t day = cs_horizon_day(at, cs_zone_day(r->zone, zero_first));

	return r->mode->windows ? cs_horizon_end(at, r->zone, zero_first) - 1 <= r->as_of
				: day <= cs_zone_day(r->zone, r->as_of);
}

/* "1mo and 6mo" of the horizons that can be reached, or that cannot. */
static unsigned
horizons(struct cs_buf *b, const struct cs_retain *r, int64_t zero_first, bool reached)
{
	/* Modes without --at have none of which anything is told. */
	const size_t nat = (r->mode->without & CS_RETAIN_AT) != 0 ? 0 : r->nat;
	unsigned n = 0, all = 0;

	for (int pass = 0; pass < 2; pass++) {
		n = 0;
		for (size_t i = 0; i < nat; i++) {
			if (is_reached(r, &r->at[i], zero_first) != reached)
				continue;
			n++;
			if (pass != 0)
				cs_buf_printf(b, "%s%.*s",
				    n == 1     ? ""
				    : n == all ? " and "
					       : ", ",
				    CS_STR_ARG(r->at[i].text));
		}
		all = n;
	}
	return n;
}

static void
date(struct cs_buf *b, const struct cs_retain *r, int64_t at)
{
	cs_date_text(b, cs_zone_day(r->zone, at));
}

/*
 * The coverage as a sentence or two: "contacts: 87.5 % of 1000 are of known customers; history from
 * 2025-01-01 to 2026-01-01: long enough for 1mo and 6mo, not for 18mo". Nothing without contacts
 * and without history.
 */
static void
coverage(struct cs_buf *b, const struct cs_retain *r, int64_t zero_first)
{
	struct cs_buf reached = CS_BUF_INIT, beyond = CS_BUF_INIT;
	cs_i128 all = (cs_i128)r->count[CS_RETAIN_CONTACTS];
	cs_i128 known = (cs_i128)r->count[CS_RETAIN_CONTACTS_KNOWN];

	if (all != 0) {
		cs_buf_z(b, "contacts: ");
		/* 100.0 is only said of all. */
		if (known < all && known * 1000 > all * 999)
			cs_dec_ratio_text(b, 999, 10, 1);
		else
			cs_dec_ratio_text(b, known * 100, all, 1);
		cs_buf_printf(
		    b, " %% of %llu are of a known customer", count(r, CS_RETAIN_CONTACTS));
	}
	if (zero_first > r->as_of)
		return;
	cs_buf_z(b, b->n != 0 ? "; history from " : "history from ");
	/* Where only customers are read, it begins with the first of them. */
	date(b, r, r->first <= r->last ? r->first : zero_first);
	cs_buf_z(b, " to ");
	date(b, r, r->as_of);
	/* Two histories where windows around contacts are made of purchases. */
	if (r->mode->before && r->bought_first != CS_INSTANT_MAX) {
		cs_buf_z(b, ", of purchases from ");
		date(b, r, r->bought_first);
	}
	if (horizons(&reached, r, zero_first, true) != 0)
		cs_buf_printf(b, ", long enough for %s", cs_buf_cstr(&reached));
	if (horizons(&beyond, r, zero_first, false) != 0)
		cs_buf_printf(
		    b, "%s for %s", reached.n != 0 ? ", not" : ", too short", cs_buf_cstr(&beyond));
	cs_buf_finish(&reached);
	cs_buf_finish(&beyond);
}

/* Records of one kind that were left out by a reason; the number. */
static uint64_t
lost(struct cs_cli *cli, enum cs_fact_kind kind, const char *why, uint64_t n)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_buf_printf(&b, "%s %s", cs_fact_name[kind], why);
	cs_cli_skipped(cli, cs_buf_cstr(&b), n);
	if (n != 0)
		cs_msg_note("%s, left out: %llu", cs_buf_cstr(&b), (unsigned long long)n);
	cs_buf_finish(&b);
	return n;
}

/* Records that were read are those that were used and those left out by a reason. */
static void
account(const struct cs_retaininput *in)
{
	static const unsigned records[] = {
	    CS_RETAIN_LATER, CS_RETAIN_ROWS_TWICE, CS_RETAIN_PURCHASE_TWICE};
	const struct cs_history_adder *a = &in->adder[0];
	const struct cs_retain *r = in->r;
	struct cs_cli *cli = in->cli;
	uint64_t out = 0, read = 0;

	for (int k = 0; k < CS_FACTS; k++) {
		const struct cs_history_lost *l = &a->lost[k];
		enum cs_fact_kind kind = (enum cs_fact_kind)k;

		read += l->read;
		out += l->dropped;
		out += lost(cli, kind, "without customer_id", l->nobody);
		out += lost(cli, kind, "without a time", l->undated);
		out += lost(cli, kind, "with a bad cell", l->skipped);
	}
	for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
		cs_cli_skipped(cli, cs_retain_count_name(r, records[i]), r->count[records[i]]);
		out += r->count[records[i]];
	}
	cli->count.read = read;
	cli->count.aside = read - a->lost[CS_FACT_CONTACT].read;
	cli->count.used = read - out;
	if (r->first <= r->last) {
		cs_cli_instant(cli, r->first);
		cs_cli_instant(cli, r->last);
	}
}

void
cs_retainnotes_say(struct cs_cli *cli, const struct cs_retain *r, int64_t zero_first)
{
	struct cs_buf b = CS_BUF_INIT;

	coverage(&b, r, zero_first);
	if (b.n != 0) {
		cs_msg_note("%s", cs_buf_cstr(&b));
		cs_cli_fact(cli, "coverage", cs_buf_all(&b));
	}
	cs_buf_reset(&b);
	cs_time_text(&b, r->as_of);
	cs_cli_fact(cli, "as_of", cs_buf_all(&b));
	cs_buf_finish(&b);
	for (unsigned i = 0; i < CS_RETAIN_COUNTS; i++) {
		const char *name = cs_retain_count_name(r, i);

		if (name != NULL && r->count[i] != 0)
			cs_msg_note("%s: %llu", name, count(r, i));
	}
}

void
cs_retainnotes_few(const struct cs_retain_worker *w)
{
	if (w->few != 0)
		cs_msg_note("groups of fewer than %lld customers, not shown: %llu",
		    (long long)w->r->min_group, (unsigned long long)w->few);
}

void
cs_retainnotes_mode(struct cs_retain_worker *w, const void *state)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str rest, line;

	if (w->r->mode->notes != NULL)
		w->r->mode->notes(w, state, &b);
	rest = cs_buf_all(&b);
	while (cs_str_split(&rest, '\n', &line)) {
		if (line.n != 0)
			cs_msg_note("%.*s", CS_STR_ARG(line));
	}
	cs_buf_finish(&b);
}

void
cs_retainnotes_inputs(struct cs_retaininput *in, unsigned kept)
{
	for (int k = 0; k < CS_FACTS; k++) {
		if (in->reader[k] != NULL && (kept >> k & 1) == 0)
			cs_msg_note("%s are read for their newest instant alone", cs_fact_name[k]);
	}
	if (!in->cli->opt.has_as_of && cs_history_adder_stray(&in->adder[0]))
		cs_msg_note("the newest day is more than a month after the one before it, and "
			    "decides what is not known yet: see --as-of");
	cs_selector_account(&in->selector[0], in->cli);
	account(in);
}
