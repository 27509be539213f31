/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts worth a look: see rankpick.h. */
#include "rank/rankpick.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/dist.h"

enum { PICKS = CS_RANKPICK_PROUD + CS_RANKPICK_LEARN };

/* Nothing is more of a surprise than one in so many. */
#define SELDOM 1e-6

void
cs_rankpicks_init(struct cs_rankpicks *p, const struct cs_rankpeers *peers)
{
	size_t units = peers->work->keys.ids[CS_RANK_UNIT].n;

	*p = (struct cs_rankpicks){
	    .peers = peers, .pick = cs_mem_new0(units * PICKS + 1, sizeof *p->pick)};
}

void
cs_rankpicks_finish(struct cs_rankpicks *p)
{
	size_t units = p->peers != NULL ? p->peers->work->keys.ids[CS_RANK_UNIT].n : 0;

	for (size_t i = 0; i < units * PICKS; i++) {
		cs_buf_finish(&p->pick[i].id);
		cs_buf_finish(&p->pick[i].at);
	}
	free(p->pick);
	*p = (struct cs_rankpicks){0};
}

/* How a contact came out in one metric: what that is worth, > 0 when it is good. */
struct outcome {
	double worth;
	bool compared;
	double others;
};

/* The others' contacts that a contact is held against. */
static bool
find_rest(const struct cs_rankpeers *p, const struct cs_rankpick_contact *x, size_t metric,
    struct cs_rankpeer_rest *rest)
{
	return cs_rankpeers_rest(p, x->unit, x->stratum, metric, rest) ||
	       cs_rankpeers_rest_all(p, x->unit, metric, rest);
}

/* Of a share: the others' part is drawn a little to a half, so that no outcome is impossible. */
static struct outcome
look_share(const struct cs_rankpick_contact *x, size_t metric, bool compared,
    const struct cs_rankpeer_rest *rest)
{
	bool yes = x->said[metric].value != 0;
	double part = compared ? (rest->mean * (double)rest->n + .5) / ((double)rest->n + 1) : .5;
	struct outcome o = {-log(yes ? part : 1 - part), compared, compared ? rest->mean : 0};

	if (!yes)
		o.worth = -o.worth;
	return o;
}

static struct outcome
look_value(const struct cs_rankpick_contact *x, size_t metric, double unit, bool compared,
    const struct cs_rankpeer_rest *rest)
{
	struct outcome o = {0, compared, compared ? rest->mean * unit : 0};
	double z, part;

	if (!compared || rest->sd <= 0)
		return o;
	z = (x->said[metric].value / unit - rest->mean) / rest->sd;
	part = 2 * cs_dist_norm(fabs(z), CS_UPPER);
	o.worth = -log(part > SELDOM ? part : SELDOM);
	if (z < 0)
		o.worth = -o.worth;
	return o;
}

static struct outcome
look(const struct cs_rankpeers *p, const struct cs_rankpick_contact *x, size_t metric)
{
	const struct cs_rankcount_item *item = &p->work->count.item[metric];
	struct cs_rankpeer_rest rest;
	bool compared = find_rest(p, x, metric, &rest);
	struct outcome o = item->x != NULL ? look_share(x, metric, compared, &rest)
					   : look_value(x, metric, item->unit, compared, &rest);

	if (p->work->card.item[metric].down)
		o.worth = -o.worth;
	return o;
}

/* Whether the first comes before the second. */
static bool
before(const struct cs_rankpick *a, int64_t mark, struct cs_str id)
{
	return a->mark != mark ? a->mark > mark : cs_str_cmp(cs_buf_all(&a->id), id) < 0;
}

/* Where a contact is to go among n, *last its old place or the one that gives way; n: nowhere. */
static size_t
find_place(const struct cs_rankpick *list, size_t n, int64_t mark, struct cs_str id, size_t *last)
{
	size_t place = 0;

	*last = n - 1;
	for (size_t i = 0; i < n; i++) {
		if (list[i].mark != 0 && cs_str_eq(cs_buf_all(&list[i].id), id))
			*last = i;
	}
	while (place < n && list[place].mark != 0 && before(&list[place], mark, id))
		place++;
	return place <= *last ? place : n;
}

/* Puts a contact among the n of a list, which are in order. */
static void
put(struct cs_rankpick *list, size_t n, const struct cs_rankpick *found,
    const struct cs_rankpick_contact *x)
{
	struct cs_rankpick free_one;
	size_t last, place = find_place(list, n, found->mark, x->id, &last);

	if (place == n)
		return;
	free_one = list[last];
	memmove(&list[place + 1], &list[place], (last - place) * sizeof *list);
	list[place] = *found;
	list[place].id = free_one.id;
	list[place].at = free_one.at;
	cs_buf_reset(&list[place].id);
	cs_buf_str(&list[place].id, x->id);
	cs_buf_reset(&list[place].at);
	cs_buf_str(&list[place].at, x->at);
}

void
cs_rankpicks_add(struct cs_rankpicks *p, const struct cs_rankpick_contact *x)
{
	const struct cs_card *card = &p->peers->work->card;
	struct cs_rankpick good = {0}, bad = {0};
	double sum = 0, most = 0, least = 0;
	struct cs_rankpick *list = &p->pick[x->unit * PICKS];
	int64_t mark;

	p->seen++;
	for (size_t m = 0; m < card->n; m++) {
		struct outcome o;
		double worth;

		if (!x->said[m].there)
			continue;
		o = look(p->peers, x, m);
		worth = cs_dec_double(card->item[m].weight) * o.worth;
		sum += worth;
		if (worth > most) {
			most = worth;
			good = (struct cs_rankpick){.metric = m,
			    .value = x->said[m].value,
			    .compared = o.compared,
			    .others = o.others};
		}
		if (worth < least) {
			least = worth;
			bad = (struct cs_rankpick){.metric = m,
			    .value = x->said[m].value,
			    .compared = o.compared,
			    .others = o.others};
		}
	}
	mark = (int64_t)llround(sum * 1e9);
	if (mark > 0) {
		good.mark = mark;
		put(list, CS_RANKPICK_PROUD, &good, x);
	} else if (mark < 0) {
		bad.mark = -mark;
		put(list + CS_RANKPICK_PROUD, CS_RANKPICK_LEARN, &bad, x);
	}
}

static const struct cs_rankpick *
get(const struct cs_rankpicks *p, size_t unit, int i)
{
	const struct cs_rankpick *pick = &p->pick[unit * PICKS + (size_t)i];

	return pick->mark != 0 ? pick : NULL;
}

const struct cs_rankpick *
cs_rankpicks_proud(const struct cs_rankpicks *p, size_t unit, int i)
{
	return get(p, unit, i);
}

const struct cs_rankpick *
cs_rankpicks_learn(const struct cs_rankpicks *p, size_t unit, int i)
{
	return get(p, unit, CS_RANKPICK_PROUD + i);
}
