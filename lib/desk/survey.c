/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surveys and their contacts: see survey.h. */
#include "desk/survey.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "desk/visits.h"
#include "rec/batch.h"

const char *
cs_survey_fate_word(enum cs_survey_fate fate)
{
	static const char *const word[CS_SURVEY_FATES] = {"matched", "surplus",
	    "its contact is not there", "no contact of the customer in the window",
	    "two contacts of the customer that it could be about", "no instant", "names nobody"};

	return word[fate];
}

const char *
cs_survey_odd_word(unsigned bit)
{
	static const char *const word[CS_SURVEY_ODDITIES] = {
	    "twice", "of another customer", "answered before it was sent", "answered too fast"};

	return word[bit];
}

void
cs_surveys_finish(struct cs_surveys *s)
{
	for (int i = 0; s->begin != NULL && i < CS_SURVEY_LOCKS; i++)
		(void)pthread_mutex_destroy(&s->lock[i]);
	free(s->survey);
	free(s->order);
	free(s->begin);
	free(s->any);
	free(s->unknown);
	free(s->pair);
	free(s->near);
	free(s->pick);
	cs_buf_finish(&s->text);
	cs_map_finish(&s->contacts);
	cs_map_finish(&s->pairs);
	cs_map_finish(&s->customers);
	*s = (struct cs_surveys){.n = 0};
}

size_t
cs_surveys_bytes(const struct cs_surveys *s)
{
	size_t best = 2 * s->contacts.n + s->pairs.n + s->norder;

	return s->text.cap + s->cap * sizeof *s->survey + s->n * sizeof *s->order +
	       best * sizeof *s->any + cs_map_bytes(&s->contacts) + cs_map_bytes(&s->pairs) +
	       cs_map_bytes(&s->customers);
}

/* Of rows with the id that a survey names: the first leg, the earliest, the first. */
static bool
better_row(const struct cs_survey_best *a, const struct cs_survey_best *b)
{
	if (b->row == 0)
		return true;
	if (a->leg != b->leg)
		return a->leg < b->leg;
	/* No instant is later than any. */
	if (a->at != b->at)
		return (uint64_t)a->at - 1 - (uint64_t)INT64_MIN <
		       (uint64_t)b->at - 1 - (uint64_t)INT64_MIN;
	return a->row < b->row;
}

/* Of a customer's contacts before a survey: the latest. */
static bool
better_time(const struct cs_survey_best *a, const struct cs_survey_best *b)
{
	if (b->row == 0)
		return true;
	if (a->at != b->at)
		return a->at > b->at;
	if (a->tie != b->tie)
		return a->tie > b->tie;
	return a->row < b->row;
}

typedef bool better_fn(const struct cs_survey_best *a, const struct cs_survey_best *b);

/* The better of two, that knows how close the other one came. */
static void
take(struct cs_survey_best *to, const struct cs_survey_best *x, better_fn *better)
{
	const struct cs_survey_best was = *to;

	if (better(x, &was))
		*to = *x;
	if (was.row == 0)
		return;
	to->second = was.at < x->at ? was.at : x->at;
	to->second = to->second > was.second ? to->second : was.second;
	to->second = to->second > x->second ? to->second : x->second;
}

static void
offer(struct cs_surveys *s, struct cs_survey_best *to, uint32_t nr, const struct cs_survey_best *x,
    better_fn *better)
{
	pthread_mutex_t *lock = &s->lock[nr % CS_SURVEY_LOCKS];

	(void)pthread_mutex_lock(lock);
	take(&to[nr], x, better);
	(void)pthread_mutex_unlock(lock);
}

/* The first survey of a customer that was sent then or later: its place, or the end. */
static uint32_t
first_from(const struct cs_surveys *s, uint32_t customer, int64_t at)
{
	uint32_t low = s->begin[customer], high = s->begin[customer + 1];

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (s->survey[s->order[mid]].when < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void
offer_contact(struct cs_surveys *s, const struct cs_survey_contact *x,
    const struct cs_survey_best *best, struct cs_buf *text)
{
	uint32_t nr;

	offer(s, s->any, x->contact_nr, best, better_row);
	if (x->customer.p == NULL) {
		offer(s, s->unknown, x->contact_nr, best, better_row);
		return;
	}
	cs_buf_reset(text);
	cs_buf_str(text, x->contact);
	cs_buf_c(text, '\t');
	cs_buf_str(text, x->customer);
	nr = cs_map_find(&s->pairs, cs_buf_all(text));
	if (nr != CS_MAP_NONE)
		offer(s, s->pair, nr, best, better_row);
}

void
cs_surveys_offer(struct cs_surveys *s, const struct cs_survey_contact *x, struct cs_buf *text)
{
	struct cs_survey_best best = {
	    .at = x->at, .second = CS_SURVEY_NEVER, .row = x->row + 1, .leg = x->leg};
	uint32_t nr;

	if (x->contact.p != NULL && x->contact_nr != CS_MAP_NONE)
		offer_contact(s, x, &best, text);
	if (x->customer.p == NULL || x->customer_nr == CS_MAP_NONE || x->leg != 1 || !x->eligible ||
	    x->at == CS_SURVEY_NEVER)
		return;
	best.tie = x->contact.p != NULL ? cs_visit_hash(x->contact).half[0] : 0;
	best.at = x->over;
	nr = first_from(s, x->customer_nr, x->over);
	if (nr < s->begin[x->customer_nr + 1])
		offer(s, s->near, nr, &best, better_time);
}

struct cs_str
cs_survey_cells(const struct cs_surveys *s, uint32_t survey)
{
	const struct cs_survey *x = &s->survey[survey];
	struct cs_str all = cs_str(s->text.p + x->at, x->n), cell;

	(void)cs_str_split(&all, '\t', &cell);
	(void)cs_str_split(&all, '\t', &cell);
	return all.p != NULL ? all : CS_STR("");
}

static struct cs_str
id_of(const struct cs_surveys *s, uint32_t survey)
{
	struct cs_str cells = cs_survey_cells(s, survey), id = CS_STR("\\N");

	if (s->has_id)
		(void)cs_str_split(&cells, '\t', &id);
	return id;
}

/* Which row a survey that names a contact belongs to. */
static const struct cs_survey_best *
find_contact(struct cs_surveys *s, struct cs_survey *x)
{
	if (x->pair == CS_MAP_NONE)
		return &s->any[x->contact];
	if (s->pair[x->pair].row != 0)
		return &s->pair[x->pair];
	if (s->unknown[x->contact].row != 0)
		return &s->unknown[x->contact];
	if (s->any[x->contact].row != 0)
		x->odd |= CS_SURVEY_CONFLICT;
	return &s->any[x->contact];
}

/* A survey, and the row + 1 that it belongs to. */
struct match {
	uint64_t row;
	uint32_t survey;
};

static void
find_all(struct cs_surveys *s, struct match *m, size_t *n)
{
	struct cs_survey_best latest = {.row = 0};
	int64_t window = s->window_s * CS_USEC;

	*n = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		struct cs_survey *x = &s->survey[i];

		if (x->contact != CS_MAP_NONE) {
			m[*n] = (struct match){find_contact(s, x)->row, i};
			x->fate = m[*n].row != 0 ? CS_SURVEY_MATCHED : CS_SURVEY_NO_CONTACT;
			*n += m[*n].row != 0;
		} else if (x->customer == CS_MAP_NONE) {
			x->fate = CS_SURVEY_UNNAMED;
		}
	}
	for (uint32_t i = 0; i < s->norder; i++) {
		struct cs_survey *x = &s->survey[s->order[i]];

		if (i == s->begin[x->customer])
			latest = (struct cs_survey_best){.second = CS_SURVEY_NEVER};
		if (s->near[i].row != 0)
			take(&latest, &s->near[i], better_time);
		if (x->when == CS_SURVEY_NEVER)
			x->fate = CS_SURVEY_TIMELESS;
		else if (latest.row == 0 || x->when - latest.at > window)
			x->fate = CS_SURVEY_NOBODY;
		else if (latest.second != CS_SURVEY_NEVER &&
			 latest.at - latest.second < s->apart_s * CS_USEC)
			x->fate = CS_SURVEY_SEVERAL;
		else {
			m[(*n)++] = (struct match){latest.row, s->order[i]};
			x->fate = CS_SURVEY_MATCHED;
			s->by_customer++;
		}
	}
}

/* Negative: a is to be shown rather than b. At last by what they say, so that the order of the
 * files decides nothing but between equals. */
static int
compare_shown(const struct cs_surveys *s, uint32_t i, uint32_t k)
{
	const struct cs_survey *a = &s->survey[i], *b = &s->survey[k];
	int64_t x = a->answered != CS_SURVEY_NEVER ? a->answered : a->when;
	int64_t y = b->answered != CS_SURVEY_NEVER ? b->answered : b->when;

	if (a->replied != b->replied)
		return a->replied ? -1 : 1;
	for (int r = 0; s->rating == CS_SURVEY_WORST && r < 3; r++) {
		if (a->rate[r] != b->rate[r])
			return a->rate[r] < b->rate[r] ? -1 : 1;
	}
	if (x != y && (x == CS_SURVEY_NEVER || y == CS_SURVEY_NEVER))
		return x == CS_SURVEY_NEVER ? 1 : -1;
	if (x != y)
		return (x < y) == (s->rating != CS_SURVEY_LAST) ? -1 : 1;
	return cs_str_cmp(cs_survey_cells(s, i), cs_survey_cells(s, k));
}

/* By row; within it those with the same survey_id together, the one to be shown first. */
static int
compare_match(const void *pa, const void *pb, void *arg)
{
	const struct match *a = pa, *b = pb;
	int c;

	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	c = cs_str_cmp(id_of(arg, a->survey), id_of(arg, b->survey));
	if (c == 0)
		c = compare_shown(arg, a->survey, b->survey);
	return c != 0 ? c : (a->survey > b->survey) - (a->survey < b->survey);
}

/* Of the surveys of each row the one that is shown. */
static void
choose(struct cs_surveys *s, const struct match *m, size_t n)
{
	s->pick = cs_mem_new(n, sizeof *s->pick);
	for (size_t i = 0; i < n; i++) {
		struct cs_survey_pick *p = s->npick != 0 ? &s->pick[s->npick - 1] : NULL;
		struct cs_survey *x = &s->survey[m[i].survey];
		struct cs_str id = id_of(s, m[i].survey);

		if (i == 0 || m[i - 1].row != m[i].row) {
			s->pick[s->npick++] = (struct cs_survey_pick){m[i].row - 1, m[i].survey, 1};
			continue;
		}
		if (!cs_raw_null(id) && cs_str_eq(id, id_of(s, m[i - 1].survey))) {
			x->odd |= CS_SURVEY_TWICE;
			x->fate = CS_SURVEY_SURPLUS;
			continue;
		}
		p->n++;
		if (compare_shown(s, m[i].survey, p->survey) < 0) {
			s->survey[p->survey].fate = CS_SURVEY_SURPLUS;
			p->survey = m[i].survey;
		} else {
			x->fate = CS_SURVEY_SURPLUS;
		}
	}
}

int
cs_surveys_settle(struct cs_surveys *s, struct cs_err *e)
{
	struct match *m = cs_mem_new(s->n, sizeof *m);
	uint64_t sum = 0;
	size_t n;

	find_all(s, m, &n);
	qsort_r(m, n, sizeof *m, compare_match, s);
	choose(s, m, n);
	free(m);
	for (size_t i = 0; i < s->n; i++) {
		s->fates[s->survey[i].fate]++;
		for (unsigned bit = 0; bit < CS_SURVEY_ODDITIES; bit++)
			s->odd[bit] += s->survey[i].odd >> bit & 1;
	}
	for (int i = 0; i < CS_SURVEY_FATES; i++)
		sum += s->fates[i];
	if (sum == s->n && s->fates[CS_SURVEY_MATCHED] == s->npick &&
	    s->fates[CS_SURVEY_MATCHED] + s->fates[CS_SURVEY_SURPLUS] == n)
		return 0;
	return cs_err_set(e, CS_EXIT_DATA, "surveys: %llu were read, and %llu are accounted for",
	    (unsigned long long)s->n, (unsigned long long)sum);
}

const char cs_surveys_report_head[] =
    "survey_id\tcontact_id\tcustomer_id\tsurvey_sent_at\twhy\tfile\tline";

void
cs_surveys_report(const struct cs_surveys *s, struct cs_writer *w)
{
	struct cs_buf b = CS_BUF_INIT;

	for (uint32_t i = 0; i < s->n && !cs_writer_failed(w); i++) {
		const struct cs_survey *x = &s->survey[i];
		struct cs_str all = cs_str(s->text.p + x->at, x->n), contact, customer;

		if (x->fate == CS_SURVEY_MATCHED && x->odd == 0)
			continue;
		(void)cs_str_split(&all, '\t', &contact);
		(void)cs_str_split(&all, '\t', &customer);
		cs_writer_raw(w, id_of(s, i));
		cs_writer_raw(w, contact);
		cs_writer_raw(w, customer);
		cs_buf_reset(&b);
		if (x->sent == CS_SURVEY_NEVER)
			cs_buf_z(&b, "\\N");
		else
			cs_time_text(&b, x->sent);
		cs_writer_raw(w, cs_buf_all(&b));
		cs_buf_reset(&b);
		cs_buf_z(&b, cs_survey_fate_word((enum cs_survey_fate)x->fate));
		for (unsigned bit = 0; bit < CS_SURVEY_ODDITIES; bit++) {
			if ((x->odd >> bit & 1) != 0)
				cs_buf_printf(&b, ", %s", cs_survey_odd_word(bit));
		}
		cs_writer_raw(w, cs_buf_all(&b));
		cs_writer_text(w, cs_str_z(x->file));
		cs_writer_i64(w, x->line);
		cs_writer_end(w);
	}
	cs_buf_finish(&b);
}
