/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contacts as text. A row is put together from pieces made beforehand, each copied whole and then
 * counted by its length: dates, minutes, an agent with team and vendor, a queue with its channel.
 * See genworld.h.
 */
#include "intake/genworld.h"

#include "base/mem.h"
#include "base/num.h"

enum {
	ROW_MAX = 2048, /* no row is longer, every cell quoted and every byte escaped */
	WITH_COMMENT = CS_GEN_MILLION / 10,
};

/* A few bytes that are copied as eight. */
struct mark {
	char s[7];
	uint8_t n;
};

static const struct style {
	struct mark sep, open, close, null;
	bool csv, all_quoted;
} styles[CS_GEN_STYLES] = {
    [CS_GEN_PLAIN] = {{",", 1}, {"", 0}, {"\n", 1}, {"", 0}, true, false},
    [CS_GEN_ALL_QUOTED] = {{"\",\"", 3}, {"\"", 1}, {"\"\n", 2}, {"", 0}, true, true},
    [CS_GEN_TABS] = {{"\t", 1}, {"", 0}, {"\n", 1}, {"\\N", 2}, false, false},
};

static const struct cs_gen_piece fates[] = {
    [CS_GEN_ANSWERED] = {"answered", 8},
    [CS_GEN_ABANDONED] = {"abandoned", 9},
    [CS_GEN_TIMEOUT] = {"timeout", 7},
    [CS_GEN_CLOSED] = {"closed", 6},
};

static void
fill_piece(struct cs_gen_piece *piece, struct cs_buf *b)
{
	piece->n = (uint8_t)b->n;
	memcpy(piece->s, b->p, b->n);
	cs_buf_reset(b);
}

static void
make_places(struct cs_gen *g, enum cs_gen_style style, struct cs_buf *b)
{
	const char *sep = styles[style].sep.s, *null = styles[style].null.s;
	uint32_t n = g->plan.agents;

	g->place[style] = cs_mem_new(n + 1, sizeof *g->place[style]);
	for (uint32_t i = 0; i < n; i++) {
		const struct cs_gen_agent *a = &g->agent[i];

		cs_buf_printf(b, "a%u%st%u%s%s%s", i + 1, sep, a->team + 1, sep,
		    a->vendor ? "volta" : "inhouse", sep);
		fill_piece(&g->place[style][i], b);
	}
	cs_buf_printf(b, "%s%s%s%s%s%s", null, sep, null, sep, null, sep);
	fill_piece(&g->place[style][n], b);
	for (int q = 0; q < CS_GEN_QUEUES; q++) {
		for (int chat = 0; chat < 2; chat++) {
			cs_buf_printf(b, "%s%s%s%s", cs_gen_queue_names[q], sep,
			    chat ? "chat" : "phone", sep);
			fill_piece(&g->line[style][q][chat], b);
		}
	}
}

void
cs_gen_pieces(struct cs_gen *g)
{
	uint32_t days = g->plan.days + CS_GEN_DATE_MARGIN;
	struct cs_buf b = CS_BUF_INIT;

	g->date = cs_mem_new(days, sizeof *g->date);
	for (uint32_t d = 0; d < days; d++) {
		cs_date_text(&b, g->plan.start_day + d);
		cs_buf_c(&b, 'T');
		fill_piece(&g->date[d], &b);
	}
	for (unsigned m = 0; m < 1440; m++) {
		cs_buf_printf(&b, "%02u:%02u:", m / 60, m % 60);
		fill_piece(&g->minute[m], &b);
	}
	for (unsigned s = 0; s < 60; s++) {
		cs_buf_printf(&b, "%02uZ", s);
		fill_piece(&g->second[s], &b);
	}
	for (int style = 0; style < CS_GEN_STYLES; style++)
		make_places(g, (enum cs_gen_style)style, &b);
	cs_buf_finish(&b);
}

static char *
put_piece(char *p, const struct cs_gen_piece *piece)
{
	memcpy(p, piece->s, sizeof piece->s);
	return p + piece->n;
}

static char *
put(char *p, const struct mark *m)
{
	memcpy(p, m, sizeof *m);
	return p + m->n;
}

static char *
put_text(char *p, const char *z)
{
	size_t n = strlen(z);

	memcpy(p, z, n);
	return p + n;
}

static char *
put_number(char *p, uint64_t v)
{
	if (v < 10) {
		*p = (char)('0' + (int)v);
		return p + 1;
	}
	return p + cs_num_i64_text(p, (int64_t)v);
}

static char *
put_time(const struct cs_gen *g, char *p, int64_t epoch_s)
{
	uint32_t s = (uint32_t)(epoch_s - g->plan.start_day * CS_DAY_S);
	uint32_t day = s / CS_DAY_S, in_day = s % CS_DAY_S;

	p = put_piece(p, &g->date[day]);
	p = put_piece(p, &g->minute[in_day / 60]);
	return put_piece(p, &g->second[in_day % 60]);
}

/* A comment with what its place asks for: doubled quotes, or backslash and n. */
static char *
put_comment(char *p, const struct style *st, struct cs_str s, bool quoted)
{
	if (quoted && !st->all_quoted)
		*p++ = '"';
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '"' && st->csv) {
			*p++ = '"';
		} else if (c == '\n' && !st->csv) {
			*p++ = '\\';
			c = 'n';
		}
		*p++ = c;
	}
	if (quoted && !st->all_quoted)
		*p++ = '"';
	return p;
}

/* Whether a row has a comment, and of which form; whether all its cells are quoted. */
struct look {
	enum cs_gen_style style;
	bool comment;
	unsigned form;
};

static struct look
look_of(const struct cs_gen *g, enum cs_gen_format f, uint64_t row)
{
	uint64_t bits = cs_gen_random(g, 5, row);
	uint32_t u = (uint32_t)((bits >> 40) * CS_GEN_MILLION >> 24), quoted = g->plan.quoted;
	struct look look = {CS_GEN_PLAIN, u < WITH_COMMENT, 0};

	if (quoted > WITH_COMMENT) {
		/* Half of the comments are the quoted kind, whatever the row's style. */
		if (u >= CS_GEN_MILLION - quoted)
			look.style = CS_GEN_ALL_QUOTED;
		if (look.style == CS_GEN_ALL_QUOTED && (bits & 1) != 0)
			look.form = 1 + cs_gen_below(bits >> 1, 3);
	} else if (u < quoted) {
		look.form = 1 + cs_gen_below(bits >> 1, 3);
	}
	if (f == CS_GEN_RECORDS)
		look.style = CS_GEN_TABS;
	return look;
}

/* The cells that only --wide has: reason product ended_by survey_sent_at. */
static char *
put_wide(const struct cs_gen *g, char *p, const struct style *st, const struct cs_gen_contact *c,
    const struct cs_gen_after *a)
{
	uint64_t bits = cs_gen_random(g, 3, c->root) >> 40;
	int64_t end = c->start_s + c->wait_s + c->talk_s + c->hold_s;
	bool agent_ends = c->cut || (a->draw >> 56) < 64;

	p = put_text(put(p, &st->sep), cs_gen_reasons[c->reason].name);
	p = put_text(put(p, &st->sep),
	    cs_gen_products[c->reason == CS_GEN_BROKEN ? CS_GEN_BROKEN_PRODUCT : bits & 7]);
	p = put_text(put(p, &st->sep), c->fate == CS_GEN_ABANDONED  ? "customer"
				       : c->fate != CS_GEN_ANSWERED ? "system"
				       : agent_ends		    ? "agent"
								    : "customer");
	p = put(p, &st->sep);
	return a->sent ? put_time(g, p, end + a->sent_after_s) : put(p, &st->null);
}

/* From answered_at on: what only a contact that was answered has. */
static char *
put_handling(const struct cs_gen *g, char *p, const struct style *st,
    const struct cs_gen_contact *c, const struct cs_gen_after *a)
{
	int64_t end = c->start_s + c->wait_s + c->talk_s + c->hold_s;

	if (c->fate == CS_GEN_ANSWERED)
		p = put_time(g, p, c->start_s + c->wait_s);
	else
		p = put(p, &st->null);
	p = put_time(g, put(p, &st->sep), c->fate == CS_GEN_CLOSED ? end + 12 : end);
	p = put(p, &st->sep);
	p = c->fate == CS_GEN_CLOSED ? put(p, &st->null) : put_number(p, c->wait_s);
	p = put(p, &st->sep);
	if (c->fate != CS_GEN_ANSWERED) {
		p = put(put(p, &st->null), &st->sep);
		p = put(put(p, &st->null), &st->sep);
		return put(p, &st->null);
	}
	p = put(put_number(p, c->talk_s), &st->sep);
	p = put(put_number(p, c->hold_s), &st->sep);
	return put_number(p, a->wrap_s);
}

static char *
put_row(const struct cs_gen *g, char *p, const struct look *look, const struct cs_gen_contact *c)
{
	const struct style *st = &styles[look->style];
	int64_t customer = cs_gen_customer(g, c);
	char comment[CS_GEN_COMMENT_MAX];
	struct cs_gen_after a;

	cs_gen_afterwards(g, c, &a);
	p = put(put_number(put(p, &st->open), CS_GEN_FIRST_ID + c->row), &st->sep);
	if (customer >= 0) {
		*p++ = 'C';
		p = put_number(p, (uint64_t)customer + 1);
	} else {
		p = put(p, &st->null);
	}
	p = put(p, &st->sep);
	p = put_piece(p, &g->place[look->style][c->agent]);
	p = put_piece(p, &g->line[look->style][c->queue][c->chat]);
	p = put(put_time(g, p, c->start_s), &st->sep);
	p = put(put_handling(g, p, st, c, &a), &st->sep);
	p = put(put_piece(p, &fates[c->fate]), &st->sep);
	p = a.answers ? put_number(p, a.csat) : put(p, &st->null);
	p = put(p, &st->sep);
	if (look->comment) {
		unsigned mood = c->fate != CS_GEN_ANSWERED ? 3
				: a.csat <= 2		   ? 0
				: a.csat == 3		   ? 1
							   : 2;
		char *end = cs_gen_comment(comment, c->reason, mood, look->form,
		    cs_gen_random(g, 5, CS_GEN_ROWS_MAX + c->row));

		p = put_comment(
		    p, st, cs_str(comment, (size_t)(end - comment)), st->csv && look->form != 0);
	}
	/* No comment is an empty text, as in the sources. */
	if (g->plan.wide)
		p = put_wide(g, p, st, c, &a);
	return put(p, &st->close);
}

uint64_t
cs_gen_contact_rows(
    const struct cs_gen *g, enum cs_gen_format f, uint64_t first, uint64_t n, struct cs_buf *b)
{
	uint32_t slot = n != 0 ? cs_gen_slot_of(g, first) : 0;
	struct cs_gen_contact c;

	for (uint64_t row = first; row < first + n; row++) {
		struct look look = look_of(g, f, row);
		char *p = cs_buf_reserve(b, ROW_MAX), *end;

		while (g->slot[slot + 1].first <= row)
			slot++;
		cs_gen_contact(g, row, slot, &c);
		end = put_row(g, p, &look, &c);
		b->n += (size_t)(end - p);
	}
	return n;
}
