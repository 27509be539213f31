/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of answers from sums: see retainnpsset.h. */
#include "retain/retainnpsset.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/dist.h"
#include "stat/interval.h"
#include "stat/km.h"
#include "stat/strat.h"

static bool
is_null(struct cs_str raw)
{
	return cs_str_eqz(raw, "\\N");
}

static int
class_of(struct cs_str raw)
{
	int c = 0;

	while (c < CS_NPS_CLASSES && !cs_str_eqz(raw, cs_nps_class_name[c]))
		c++;
	return c;
}

/* Takes what is there in the place of a group: revenue, a kind of customer, all else. */
static void
take(struct cs_nps_set *set, unsigned key, size_t i)
{
	struct cs_str currency = cs_sums_key(set->sums, i, key + CS_NPS_CURRENCY);
	struct cs_str kind = cs_sums_key(set->sums, i, key + CS_NPS_KIND);
	int c = class_of(cs_sums_key(set->sums, i, key + CS_NPS_ANSWER));
	size_t n;

	if (c == CS_NPS_CLASSES)
		return;
	if (is_null(currency) && is_null(kind))
		set->plain[c] = i;
	(void)cs_sums_part(set->sums, i, CS_NPS_REVENUE, &n);
	if (n > 0) {
		set->revenue[c] = i;
		if (set->currencies == 0 || !cs_str_eq(set->currency, currency))
			set->currencies++;
		set->currency = currency;
	}
	set->sent += (int64_t)cs_sums_get(set->sums, i, CS_NPS_SENT, 0);
	if ((n = (size_t)cs_sums_get(set->sums, i, CS_NPS_SCORED, 0)) > 0) {
		set->kind[set->nkind] = (struct cs_nps_kind){.name = kind};
		set->kind[set->nkind++].n[c] = (int64_t)n;
	}
}

static int
by_name(const void *a, const void *b)
{
	const struct cs_nps_kind *x = a, *y = b;

	return cs_str_cmp(x->name, y->name);
}

/* Kinds of the several classes become one each. */
static void
join_kinds(struct cs_nps_set *set)
{
	size_t kept = 0;

	if (set->nkind > 1)
		qsort(set->kind, set->nkind, sizeof *set->kind, by_name);
	for (size_t i = 0; i < set->nkind; i++) {
		struct cs_nps_kind *to = &set->kind[kept];

		if (kept > 0 && cs_str_eq(to[-1].name, set->kind[i].name)) {
			for (int c = 0; c < CS_NPS_CLASSES; c++)
				to[-1].n[c] += set->kind[i].n[c];
			continue;
		}
		*to = set->kind[i];
		kept++;
	}
	set->nkind = kept;
}

/* The first month that purchases reach back over; behind all where none are known. */
static int32_t
known_from(const struct cs_retain *r)
{
	int64_t day;

	if (r->bought_first == CS_INSTANT_MAX)
		return CS_NPS_MONTHS;
	day = cs_zone_day(r->zone, r->bought_first);
	return cs_nps_month(day) + (cs_nps_month(day) == cs_nps_month(day - 1));
}

void
cs_nps_set_at(struct cs_nps_set *set, const struct cs_retain *r, const struct cs_nps *s,
    const struct cs_sums *sums, size_t first)
{
	*set = (struct cs_nps_set){
	    .r = r, .sums = sums, .first = first, .end = first + 1, .known = known_from(r)};
	for (int c = 0; c < CS_NPS_CLASSES; c++)
		set->plain[c] = set->revenue[c] = SIZE_MAX;
	while (set->end < sums->ngroup && cs_sums_same(sums, set->end, s->key + CS_NPS_SURVEY + 1))
		set->end++;
	set->survey = cs_sums_key(sums, first, s->key + CS_NPS_SURVEY);
	set->kind = cs_arena_new(r->arena, set->end - first, sizeof *set->kind);
	for (size_t i = first; i < set->end; i++)
		take(set, s->key, i);
	join_kinds(set);
}

static bool
is_few(const struct cs_nps_set *set, int64_t n)
{
	return n > 0 && n < set->r->min_group;
}

/* Of so many customers by class. */
static enum cs_nps_shown
shown_of(const struct cs_nps_set *set, const int64_t n[CS_NPS_CLASSES])
{
	int64_t answered = 0;
	bool few = false;

	for (int c = 0; c < CS_NPS_SILENT; c++) {
		answered += n[c];
		few |= is_few(set, n[c]);
	}
	if (answered + n[CS_NPS_SILENT] < set->r->min_group)
		return CS_NPS_NOTHING;
	if (is_few(set, answered) || is_few(set, n[CS_NPS_SILENT]))
		return CS_NPS_TOGETHER;
	return few ? CS_NPS_TWO : CS_NPS_EACH;
}

enum cs_nps_shown
cs_nps_shown(const struct cs_nps_set *set)
{
	int64_t asked[CS_NPS_CLASSES] = {0};

	for (size_t i = 0; i < set->nkind; i++) {
		for (int c = 0; c < CS_NPS_CLASSES; c++)
			asked[c] += set->kind[i].n[c];
	}
	return shown_of(set, asked);
}

enum cs_nps_shown
cs_nps_shown_at(const struct cs_nps_set *set, size_t t)
{
	static const unsigned part[] = {CS_NPS_N, CS_NPS_WINDOWS};
	enum cs_nps_shown least = cs_nps_shown(set), is;
	int64_t n[CS_NPS_CLASSES], all;

	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		all = 0;
		for (int c = 0; c < CS_NPS_CLASSES; c++) {
			n[c] = set->plain[c] == SIZE_MAX
				   ? 0
				   : (int64_t)cs_sums_get(set->sums, set->plain[c], part[i],
					 part[i] == CS_NPS_N ? 0 : (int32_t)t);
			all += n[c];
		}
		is = shown_of(set, n);
		/* Where nobody was followed so long there is nothing to hide, and why is told. */
		if (all > 0 && is < least)
			least = is;
	}
	return least;
}

/* A part at t, over the classes of a mask. */
static cs_i128
sum_of(const struct cs_nps_set *set, const size_t *place, unsigned classes, unsigned part, size_t t)
{
	cs_i128 sum = 0;

	for (unsigned c = 0; c < CS_NPS_CLASSES; c++) {
		if ((classes & 1U << c) != 0 && place[c] != SIZE_MAX)
			sum += cs_sums_get(set->sums, place[c], part, (int32_t)t);
	}
	return sum;
}

/* The same of a part by month and horizon, of the months that purchases reach back over. */
static cs_i128
sum_known(
    const struct cs_nps_set *set, const size_t *place, unsigned classes, unsigned part, size_t t)
{
	const int32_t nat = (int32_t)set->r->nat;
	cs_i128 sum = 0;

	for (unsigned c = 0; c < CS_NPS_CLASSES; c++) {
		const struct cs_sum *s;
		size_t n;

		if ((classes & 1U << c) == 0 || place[c] == SIZE_MAX)
			continue;
		s = cs_sums_part(set->sums, place[c], part, &n);
		for (size_t i = 0; i < n; i++) {
			if (s[i].t % nat == (int32_t)t && s[i].t / nat >= set->known)
				sum += s[i].v;
		}
	}
	return sum;
}

static int
by_value(const void *a, const void *b)
{
	const struct cs_bin *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/* A part as a histogram, over the classes of a mask; bin to be freed. */
static struct cs_bins
bins_of(const struct cs_nps_set *set, unsigned classes, unsigned part)
{
	struct cs_bins b = {0};
	size_t n, kept = 0;

	for (unsigned c = 0; c < CS_NPS_CLASSES; c++) {
		const struct cs_sum *s;

		if ((classes & 1U << c) == 0 || set->plain[c] == SIZE_MAX)
			continue;
		s = cs_sums_part(set->sums, set->plain[c], part, &n);
		b.bin = cs_mem_resize(b.bin, b.n + n + 1, sizeof *b.bin);
		for (size_t i = 0; i < n; i++)
			b.bin[b.n++] = (struct cs_bin){s[i].t, (int64_t)s[i].v};
	}
	if (b.n > 1)
		qsort(b.bin, b.n, sizeof *b.bin, by_value);
	for (size_t i = 0; i < b.n; i++) {
		b.total += b.bin[i].count;
		if (kept > 0 && b.bin[kept - 1].value == b.bin[i].value)
			b.bin[kept - 1].count += b.bin[i].count;
		else
			b.bin[kept++] = b.bin[i];
	}
	b.n = kept;
	return b;
}

/* Where the curve is to be read: behind the day on which all had left, none of them lost from
 * sight, nobody comes back. */
static int64_t
place_on(const struct cs_km_curve *c, int64_t t)
{
	int64_t last = c->n > 0 ? c->point[c->n - 1].t : t;

	return c->total > 0 && t > last && cs_km_events(c, last) == c->total ? last : t;
}

static int
find_stay(const struct cs_nps_set *set, unsigned classes, const struct cs_horizon *at,
    struct cs_nps_figures *f, struct cs_err *e)
{
	static const unsigned part[CS_AXES] = {
	    [CS_AXIS_DAYS] = CS_NPS_LEFT, [CS_AXIS_MONTHS] = CS_NPS_LEFT_MONTHS};
	unsigned first = part[at->axis];
	struct cs_km_bins bins = {bins_of(set, classes, first),
	    bins_of(set, classes, first + CS_NPS_CENSORED - CS_NPS_LEFT),
	    bins_of(set, classes, first + CS_NPS_LATE - CS_NPS_LEFT)};
	struct cs_km_curve curve;
	int r = 0;

	if (cs_km_curve_of(&curve, &bins)) {
		f->stayed = cs_km_at(&curve, place_on(&curve, at->t), set->r->level, &f->stayed_se);
		f->at_risk = cs_km_at_risk(&curve, at->t);
	} else {
		r = cs_err_set(
		    e, CS_EXIT_DATA, "the counts of who left and who stayed do not agree");
	}
	cs_km_curve_finish(&curve);
	free(bins.event.bin);
	free(bins.censored.bin);
	free(bins.late.bin);
	return r;
}

static void
find_revenue(const struct cs_nps_set *set, unsigned classes, size_t t, struct cs_nps_figures *f)
{
	struct cs_moments m = CS_MOMENTS_INIT;

	f->has_revenue = set->currencies == 1 && f->n > 0;
	if (!f->has_revenue)
		return;
	f->revenue = sum_of(set, set->revenue, classes, CS_NPS_REVENUE, t);
	f->revenue_before = sum_known(set, set->revenue, classes, CS_NPS_REVENUE_BEFORE, t);
	m.n = f->n;
	m.sum = f->revenue;
	m.sumsq = sum_of(set, set->revenue, classes, CS_NPS_REVENUE_SQUARES, t);
	f->mean = cs_interval_mean(&m, set->r->level, NULL);
}

int
cs_nps_figures(const struct cs_nps_set *set, unsigned classes, size_t t, struct cs_nps_figures *f,
    struct cs_err *e)
{
	double level = set->r->level;

	*f = (struct cs_nps_figures){0};
	f->customers = (int64_t)sum_of(set, set->plain, classes, CS_NPS_N, 0);
	f->has_bought = sum_of(set, set->plain, classes, CS_NPS_SHOP, 0) > 0;
	f->n = (int64_t)sum_of(set, set->plain, classes, CS_NPS_WINDOWS, t);
	f->bought = (int64_t)sum_of(set, set->plain, classes, CS_NPS_BOUGHT, t);
	f->pairs = (int64_t)sum_known(set, set->plain, classes, CS_NPS_PAIRS, t);
	f->lost = (int64_t)sum_known(set, set->plain, classes, CS_NPS_ONLY_BEFORE, t);
	f->gained = (int64_t)sum_known(set, set->plain, classes, CS_NPS_ONLY_AFTER, t);
	f->before = f->lost + (int64_t)sum_known(set, set->plain, classes, CS_NPS_BOTH, t);
	if (f->n < f->bought || f->n < f->pairs || f->lost < 0 || f->gained < 0 ||
	    f->before < f->lost || f->before + f->gained > f->pairs)
		return cs_err_set(e, CS_EXIT_DATA, "more customers bought than there are");
	f->bought_share = cs_interval_wilson(f->bought, f->n, level);
	/* Of one customer the change is -1, 0 or 1, as an answer of the score is. */
	f->change =
	    cs_interval_nps(f->lost, f->pairs - f->lost - f->gained, f->gained, level, NULL);
	find_revenue(set, classes, t, f);
	return find_stay(set, classes, &set->r->at[t], f, e);
}

/* The score weighted by kinds of customers, with normal bounds inside of -1 .. 1. */
static void
weigh(const struct cs_nps_set *set, struct cs_nps_score *s)
{
	struct cs_stratum_score *h = cs_mem_new(set->nkind + 1, sizeof *h);
	struct cs_strat r;
	double z = 0;

	for (size_t i = 0; i < set->nkind; i++) {
		const int64_t *n = set->kind[i].n;

		h[i] = (struct cs_stratum_score){n[CS_NPS_DETRACTOR], n[CS_NPS_PASSIVE],
		    n[CS_NPS_PROMOTER], n[0] + n[1] + n[2] + n[3]};
	}
	if (cs_strat_score(h, set->nkind, false, &r)) {
		s->covered = r.covered;
		s->n_eff = r.n_eff;
		s->weighted = (struct cs_est){.est = r.score, .ok = true, .ci = r.have_se};
		if (!r.have_se)
			s->weighted.flag = CS_FLAG_SMALL_N;
		(void)cs_dist_norm_quantile((1 - set->r->level) / 2, CS_UPPER, &z);
		s->weighted.lo = fmax(-1, r.score - z * r.se);
		s->weighted.hi = fmin(1, r.score + z * r.se);
	} else {
		s->weighted = cs_est_none(CS_FLAG_N0);
	}
	free(h);
}

struct cs_nps_score
cs_nps_score(const struct cs_nps_set *set)
{
	struct cs_nps_score s = {.sent = set->sent > 0};
	int64_t n[CS_NPS_CLASSES] = {0};
	double up[2] = {0}, down[2] = {0};

	for (size_t i = 0; i < set->nkind; i++) {
		for (int c = 0; c < CS_NPS_CLASSES; c++)
			n[c] += set->kind[i].n[c];
	}
	s.answered = n[CS_NPS_PROMOTER] + n[CS_NPS_PASSIVE] + n[CS_NPS_DETRACTOR];
	s.asked = s.answered + n[CS_NPS_SILENT];
	s.score = cs_interval_nps(
	    n[CS_NPS_DETRACTOR], n[CS_NPS_PASSIVE], n[CS_NPS_PROMOTER], set->r->level, NULL);
	if (s.asked == 0)
		return s;
	cs_strat_manski(n[CS_NPS_PROMOTER], s.answered, s.asked, &up[0], &up[1]);
	cs_strat_manski(n[CS_NPS_DETRACTOR], s.answered, s.asked, &down[0], &down[1]);
	s.worst = up[0] - down[1];
	s.best = up[1] - down[0];
	weigh(set, &s);
	return s;
}
