/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of who is about to leave: see retainrisklist.h. */
#include "retain/retainrisklist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/dec.h"
#include "base/mem.h"

/* A level whose odds are so many times higher is a sign to be named: 1.1, as a logarithm. */
#define TELLING .0953

void
cs_risk_first_finish(struct cs_risk_first *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->entry[i].name);
	free(f->entry);
}

/* Less than 0: a comes before b. */
static int
order(int64_t a_rank, struct cs_str a, int64_t b_rank, struct cs_str b)
{
	if (a_rank != b_rank)
		return a_rank > b_rank ? -1 : 1;
	return cs_str_cmp(a, b);
}

static int
by_rank(const void *x, const void *y)
{
	const struct cs_risk_entry *a = x, *b = y;

	return order(a->rank, cs_str(a->name, a->nname), b->rank, cs_str(b->name, b->nname));
}

bool
cs_risk_first_takes(const struct cs_risk_first *f, int64_t rank, struct cs_str name)
{
	const struct cs_risk_entry *last = f->entry;

	if (f->n < f->most)
		return true;
	return f->most > 0 && order(rank, name, last->rank, cs_str(last->name, last->nname)) < 0;
}

/* The entry of the root sinks to where it belongs. */
static void
sink(struct cs_risk_first *f)
{
	struct cs_risk_entry e = f->entry[0];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < f->n) {
		if (child + 1 < f->n && by_rank(&f->entry[child + 1], &f->entry[child]) > 0)
			child++;
		if (by_rank(&f->entry[child], &e) <= 0)
			break;
		f->entry[i] = f->entry[child];
		i = child;
	}
	f->entry[i] = e;
}

void
cs_risk_first_add(struct cs_risk_first *f, const struct cs_risk_entry *e)
{
	if (f->n == f->most) {
		free(f->entry[0].name);
		f->entry[0] = *e;
		sink(f);
		return;
	}
	f->entry = cs_mem_grow(f->entry, &f->cap, f->n + 1, sizeof *f->entry);
	f->entry[f->n++] = *e;
	for (size_t i = f->n - 1; i > 0 && by_rank(&f->entry[i], &f->entry[(i - 1) / 2]) > 0;
	     i = (i - 1) / 2) {
		struct cs_risk_entry up = f->entry[(i - 1) / 2];

		f->entry[(i - 1) / 2] = f->entry[i];
		f->entry[i] = up;
	}
}

void
cs_risk_first_merge(struct cs_risk_first *f, struct cs_risk_first *from)
{
	for (size_t i = 0; i < from->n; i++) {
		struct cs_risk_entry *e = &from->entry[i];

		if (cs_risk_first_takes(f, e->rank, cs_str(e->name, e->nname)))
			cs_risk_first_add(f, e);
		else
			free(e->name);
	}
	from->n = 0;
}

void
cs_risk_first_sort(struct cs_risk_first *f)
{
	if (f->n > 0)
		qsort(f->entry, f->n, sizeof *f->entry, by_rank);
}

void
cs_risk_put_real(struct cs_writer *w, struct cs_buf *b, double v, bool there)
{
	if (!there) {
		cs_writer_null(w);
		return;
	}
	cs_buf_reset(b);
	/* Nothing is written as -0. */
	cs_buf_printf(b, "%.8f", round(v * 1e8) / 1e8 + 0.0);
	cs_writer_text(w, cs_buf_all(b));
}

void
cs_risk_put_bounds(struct cs_writer *w, struct cs_buf *b, const struct cs_est *e)
{
	cs_risk_put_real(w, b, e->est, e->ok);
	cs_risk_put_real(w, b, e->lo, e->ok && e->ci);
	cs_risk_put_real(w, b, e->hi, e->ok && e->ci);
}

void
cs_risk_put_flag(struct cs_writer *w, enum cs_flag flag)
{
	if (flag == CS_FLAG_NONE)
		cs_writer_null(w);
	else
		cs_writer_text(w, cs_str_z(cs_flag_name(flag)));
}

int
cs_risk_list_head(bool explain, struct cs_head *h, struct cs_err *e)
{
	static const char *const name[] = {"list", "customer_id", "leave_30d_share", "leave_30d_lo",
	    "leave_30d_hi", "leave_90d_share", "leave_90d_lo", "leave_90d_hi", "like_n",
	    "alive_share", "gap_days", "gap_usual_days", "gap_ratio", "last_contact_at", "signs",
	    "main_sign", "main_odds", "facts", "month_value", "stake", "currency", "flag"};

	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		if (!explain && strcmp(name[i], "main_odds") == 0)
			continue;
		if (cs_head_add(h, cs_str_z(name[i]), e) != 0)
			return -1;
	}
	return 0;
}

/* In the digits of its currency. */
static void
put_money(struct cs_writer *w, struct cs_buf *b, int64_t micros, struct cs_str currency)
{
	int digits = cs_currency_digits(currency);
	struct cs_dec d = {micros, 6};

	if (micros == CS_FACT_NULL) {
		cs_writer_null(w);
		return;
	}
	cs_buf_reset(b);
	cs_dec_text(b, cs_dec_round(d, digits < 0 ? 2 : digits));
	cs_writer_text(w, cs_buf_all(b));
}

/* The signs of a customer: by their words, and by how much each raises the odds. */
struct sign {
	struct cs_str word;
	double effect;
};

static int
by_word(const void *x, const void *y)
{
	const struct sign *a = x, *b = y;

	return cs_str_cmp(a->word, b->word);
}

/* The word of a factor's level; p NULL: there is none. */
static struct cs_str
word_of(const struct cs_risk_view *v, unsigned factor, unsigned level)
{
	const char *z = factor < CS_RISK_SIGNS ? cs_risk_word((enum cs_risk_sign)factor, level)
					       : v->label[factor - CS_RISK_SIGNS][level];

	/* What has a comma cannot be in a list. */
	return z == NULL || strchr(z, ',') != NULL ? cs_str(NULL, 0) : cs_str_z(z);
}

/* Those that raise the odds of leaving within 90 days (30, where only these could be learnt). */
static size_t
signs(const struct cs_risk_view *v, const struct cs_risk_model *m, const struct cs_risk_seen *s,
    struct sign *sign)
{
	const struct cs_logit *fit = NULL;
	size_t n = 0;

	for (int h = 0; m->kind == CS_RISK_HAZARD && h < CS_RISK_HORIZONS; h++) {
		if (m->flag[h] == CS_FLAG_NONE)
			fit = &m->logit[h];
	}
	for (unsigned i = 0; fit != NULL && i < m->nfactor; i++) {
		struct cs_str word = word_of(v, i, s->level[i]);
		double effect = cs_logit_effect(fit, i, s->level[i]);

		if (word.p != NULL && effect > TELLING)
			sign[n++] = (struct sign){word, effect};
	}
	qsort(sign, n, sizeof *sign, by_word);
	return n;
}

/* What there is that people take for a sign, learnt or not. */
static size_t
facts(const struct cs_risk_view *v, const struct cs_risk_seen *s, struct sign *sign)
{
	static const uint8_t least[CS_RISK_SIGNS] = {[CS_RISK_TROUBLE] = 1,
	    [CS_RISK_MOOD] = 3,
	    [CS_RISK_SILENCE] = 2,
	    [CS_RISK_RENEWAL] = 1,
	    [CS_RISK_NPS] = 3,
	    [CS_RISK_WARNING] = 1};
	size_t n = 0;

	for (unsigned i = 0; i < CS_RISK_SIGNS; i++) {
		if (least[i] > 0 && s->level[i] >= least[i])
			sign[n++] = (struct sign){word_of(v, i, s->level[i]), 0};
	}
	qsort(sign, n, sizeof *sign, by_word);
	return n;
}

static void
put_words(struct cs_writer *w, struct cs_buf *b, const struct sign *sign, size_t n)
{
	cs_buf_reset(b);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			cs_buf_add(b, ",", 1);
		cs_buf_add(b, sign[i].word.p, sign[i].word.n);
	}
	if (n > 0)
		cs_writer_raw(w, cs_buf_all(b));
	else
		cs_writer_null(w);
}

/* The sign that raises the odds most, and how many times. */
static void
put_main(struct cs_writer *w, struct cs_buf *b, const struct sign *sign, size_t n, bool explain)
{
	const struct sign *most = NULL;

	for (size_t i = 0; i < n; i++) {
		if (most == NULL || sign[i].effect > most->effect)
			most = &sign[i];
	}
	if (most != NULL)
		cs_writer_raw(w, most->word);
	else
		cs_writer_null(w);
	if (explain)
		cs_risk_put_real(w, b, most == NULL ? 0 : exp(most->effect), most != NULL);
}

/* Days since the last purchase, his usual gap, and how many times it that is. */
static void
put_gap(struct cs_writer *w, struct cs_buf *b, const struct cs_risk_seen *s)
{
	const int64_t gap = s->age - s->last;

	if (s->bought)
		cs_writer_i64(w, gap);
	else
		cs_writer_null(w);
	if (!s->repeats) {
		cs_writer_null(w);
		cs_writer_null(w);
		return;
	}
	cs_buf_reset(b);
	cs_dec_ratio_text(b, s->gap_2, 2, 1);
	cs_writer_text(w, cs_buf_all(b));
	cs_buf_reset(b);
	cs_dec_ratio_text(b, 2 * (cs_i128)gap, s->gap_2, 2);
	cs_writer_text(w, cs_buf_all(b));
}

void
cs_risk_list_row(struct cs_risk_page *p, enum cs_risk_list list, const struct cs_risk_entry *entry)
{
	struct cs_writer *w = p->out;
	struct cs_buf *b = &p->buf;
	static const char *const name[CS_RISK_LISTS] = {"leaving", "only_contact"};
	const struct cs_risk_seen *s = &entry->seen;
	struct sign sign[CS_RISK_FACTORS] = {{{NULL, 0}, 0}};
	struct cs_risk_told told;
	size_t n = signs(p->v, p->m, s, sign);

	cs_risk_tell(p->m, s, p->r->level, &told);
	cs_writer_text(w, cs_str_z(name[list]));
	cs_writer_text(w, cs_str(entry->name, entry->nname));
	for (int h = 0; h < CS_RISK_HORIZONS; h++)
		cs_risk_put_bounds(w, b, &told.leave[h]);
	cs_writer_i64(w, told.n);
	cs_risk_put_real(w, b, told.alive.est, told.alive.ok);
	put_gap(w, b, s);
	if (s->last_contact == CS_INSTANT_MIN) {
		cs_writer_null(w);
	} else {
		cs_buf_reset(b);
		cs_time_text(b, s->last_contact);
		cs_writer_text(w, cs_buf_all(b));
	}
	put_words(w, b, sign, n);
	put_main(w, b, sign, n, p->r->explain);
	put_words(w, b, sign, facts(p->v, s, sign));
	put_money(w, b, s->month, entry->currency);
	put_money(w, b, entry->stake, entry->currency);
	cs_writer_raw(w, entry->currency);
	cs_risk_put_flag(w, told.leave[CS_RISK_HORIZONS - 1].flag);
	cs_writer_end(w);
}
