/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores turned into places and bands: see ranking.h. */
#include "rank/ranking.h"

#include <math.h>
#include <stdlib.h>

#include "stat/band.h"
#include "stat/ties.h"

/* One-sided level at which one unit counts as better than another. */
#define PAIR_LEVEL  .95

/* More than scores, in true standard deviations, are ever apart. */
#define BEHIND	    1e9

/* A metric that moves a score by less is not worth naming. */
#define SHARE_LEAST 5e-5

struct making {
	struct cs_arena *arena;
	const struct cs_scoring *s;
	const struct cs_ranking_rules *rules;
	struct cs_ranked *row; /* the told first, in order of their index */
	size_t told;
};

const char *
cs_band_name(enum cs_band_word w)
{
	static const char *const name[] = {
	    [CS_BAND_GREEN] = "green",
	    [CS_BAND_LEAN_GREEN] = "leaning green",
	    [CS_BAND_ORANGE] = "orange",
	    [CS_BAND_LEAN_RED] = "leaning red",
	    [CS_BAND_RED] = "red",
	    [CS_BAND_UNTOLD] = "cannot tell",
	};

	return name[w];
}

/* How a unit stands before anybody is compared: told or not, and the score to four digits. */
static void
look_at(const struct making *mk, size_t u, struct cs_ranked *r)
{
	const struct cs_score *unit = &mk->s->unit[u];
	/* what nobody else does says nothing, and more of it would not either */
	int64_t seen = unit->n - (int64_t)round((double)unit->n * unit->alone);
	int64_t least = mk->rules->min_n > 0 ? mk->rules->min_n : 1, more = 0, few;

	*r = (struct cs_ranked){.unit = u, .up = -1, .down = -1, .band = CS_BAND_ORANGE};
	r->score = round(unit->score * 1e4) / 1e4 + 0.0; /* + 0: no minus in front of a zero */
	if (mk->s->used > 0)
		more = cs_score_needs(mk->s, u, CS_RANKING_RELIABLE);
	if (seen < least) {
		few = seen > 0 || unit->n == 0 ? cs_score_contacts(mk->s, least - seen) : -1;
		more = few < 0 || more < 0 ? -1 : few > more ? few : more;
	}
	r->needs = more;
	if (more == 0)
		return;
	r->band = CS_BAND_UNTOLD;
	r->flag = unit->n == 0 ? CS_FLAG_N0 : CS_FLAG_SMALL_N;
}

/* The metrics that lift and lower a score most. */
static void
find_reasons(const struct making *mk, struct cs_ranked *r)
{
	double most = SHARE_LEAST, least = -SHARE_LEAST;

	for (size_t m = 0; m < mk->s->metrics; m++) {
		double share = mk->s->part[r->unit * mk->s->metrics + m].share;

		if (share > most) {
			most = share;
			r->up = (int)m;
		}
		if (share < least) {
			least = share;
			r->down = (int)m;
		}
	}
}

/*
 * How many places an end has: whole ones, because of 1.8 places the second best would never be sure
 * of his; one at least, and never more than half of the told.
 */
static size_t
places(const struct making *mk)
{
	size_t k = (size_t)(mk->rules->band * (double)mk->told + .5);

	if (k == 0)
		k = 1;
	return k <= mk->told / 2 ? k : mk->told / 2;
}

/* The chances of both ends, for the told. */
static void
find_chances(const struct making *mk, const double *mean, const double *sd)
{
	struct cs_beliefs set = {CS_BELIEF_NORMAL, mean, sd, mk->told};
	double *p = cs_arena_new(mk->arena, mk->told, sizeof *p);
	size_t k = places(mk);

	for (enum cs_tail end = CS_LOWER; end <= CS_UPPER; end++) {
		if (mk->rules->exact)
			cs_band_exact(&set, k, end, p, NULL);
		else
			cs_band(&set, (double)k, end, p, NULL);
		for (size_t i = 0; i < mk->told; i++) {
			if (end == CS_UPPER)
				mk->row[i].p_top = p[i];
			else
				mk->row[i].p_bottom = p[i];
		}
	}
}

static enum cs_band_word
word_of(const struct cs_ranked *r, double sure)
{
	if (r->p_top >= sure)
		return CS_BAND_GREEN;
	if (r->p_bottom >= sure)
		return CS_BAND_RED;
	if (r->p_top >= .5)
		return CS_BAND_LEAN_GREEN;
	return r->p_bottom >= .5 ? CS_BAND_LEAN_RED : CS_BAND_ORANGE;
}

/* Between which places each of the told may be. */
static void
find_span(const struct making *mk, const double *mean, const double *sd)
{
	struct cs_beliefs set = {CS_BELIEF_NORMAL, mean, sd, mk->told};
	size_t *above = cs_arena_new(mk->arena, 2 * mk->told, sizeof *above);
	size_t *below = above + mk->told;
	double z = 0;

	(void)cs_dist_norm_quantile(PAIR_LEVEL, CS_LOWER, &z);
	cs_band_span(&set, z, above, below);
	for (size_t i = 0; i < mk->told; i++) {
		mk->row[i].rank_lo = 1 + above[i];
		mk->row[i].rank_hi = mk->told - below[i];
	}
}

/*
 * For one metric by itself: who of the told is surely among the best. hit[i * metrics + m].
 */
static void
find_best(const struct making *mk, size_t m, bool *hit)
{
	double *mean = cs_arena_new(mk->arena, 3 * mk->told, sizeof *mean);
	double *sd = mean + mk->told, *p = sd + mk->told;
	struct cs_beliefs set = {CS_BELIEF_NORMAL, mean, sd, mk->told};

	if (mk->s->fit[m].flag != CS_FLAG_NONE)
		return;
	for (size_t i = 0; i < mk->told; i++) {
		const struct cs_score_part *part =
		    &mk->s->part[mk->row[i].unit * mk->s->metrics + m];

		mean[i] = part->mean;
		sd[i] = sqrt(part->var);
	}
	cs_band(&set, (double)places(mk), mk->s->fit[m].down ? CS_LOWER : CS_UPPER, p, NULL);
	for (size_t i = 0; i < mk->told; i++)
		hit[i * mk->s->metrics + m] = p[i] >= mk->rules->sure;
}

/* What each of the told may be recognised for; gives the list that the rows point into. */
static const size_t *
find_recognised(const struct making *mk)
{
	bool *hit = cs_arena_new(mk->arena, mk->told * mk->s->metrics, sizeof *hit);
	size_t *list = cs_arena_new(mk->arena, mk->told * mk->s->metrics, sizeof *list), n = 0;

	for (size_t m = 0; m < mk->s->metrics; m++)
		find_best(mk, m, hit);
	for (size_t i = 0; i < mk->told; i++) {
		mk->row[i].recognise = n;
		for (size_t m = 0; m < mk->s->metrics; m++) {
			if (hit[i * mk->s->metrics + m])
				list[n++] = m;
		}
		mk->row[i].nrecognise = n - mk->row[i].recognise;
	}
	return list;
}

/* Everything that needs the told among each other. */
static const size_t *
compare(const struct making *mk)
{
	double *mean = cs_arena_new(mk->arena, 2 * mk->told, sizeof *mean), *sd = mean + mk->told;
	double z = cs_dist_z(mk->rules->level);

	for (size_t i = 0; i < mk->told; i++) {
		struct cs_ranked *r = &mk->row[i];
		const struct cs_score *unit = &mk->s->unit[r->unit];

		mean[i] = unit->score;
		sd[i] = sqrt(unit->var);
		r->lo = unit->score - z * sd[i];
		r->hi = unit->score + z * sd[i];
		find_reasons(mk, r);
	}
	find_chances(mk, mean, sd);
	find_span(mk, mean, sd);
	for (size_t i = 0; i < mk->told; i++)
		mk->row[i].band = word_of(&mk->row[i], mk->rules->sure);
	return find_recognised(mk);
}

/* Who surely misses a floor. */
static bool
missed(const struct making *mk, const struct cs_ranked *r)
{
	return mk->rules->missed != NULL && mk->rules->missed[r->unit] >= mk->rules->sure;
}

/* Bands of those who miss a floor, and places behind those who do not. */
static void
mind_floors(const struct making *mk, double *score)
{
	size_t kept = mk->told;

	for (size_t i = 0; i < mk->told; i++)
		kept -= missed(mk, &mk->row[i]);
	for (size_t i = 0; i < mk->told && mk->rules->missed != NULL; i++) {
		struct cs_ranked *r = &mk->row[i];

		if (missed(mk, r)) {
			r->band = CS_BAND_RED;
			r->rank_lo = r->rank_lo > kept ? r->rank_lo : kept + 1;
			r->rank_hi = r->rank_hi > kept ? r->rank_hi : mk->told;
			score[i] -= BEHIND;
			continue;
		}
		if (mk->rules->missed[r->unit] >= .5 && r->band != CS_BAND_RED)
			r->band = CS_BAND_LEAN_RED;
		r->rank_lo = r->rank_lo > kept ? kept : r->rank_lo;
		r->rank_hi = r->rank_hi > kept ? kept : r->rank_hi;
	}
}

static int
by_place(const void *a, const void *b)
{
	const struct cs_ranked *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

static void
place(const struct making *mk)
{
	struct cs_rank *rank = cs_arena_new(mk->arena, mk->told, sizeof *rank);
	double *score = cs_arena_new(mk->arena, mk->told, sizeof *score);

	for (size_t i = 0; i < mk->told; i++)
		score[i] = mk->row[i].score;
	mind_floors(mk, score);
	cs_rank(score, mk->told, true, rank);
	for (size_t i = 0; i < mk->told; i++) {
		mk->row[i].rank = rank[i].rank;
		mk->row[i].tied = rank[i].tied;
	}
	qsort(mk->row, mk->told, sizeof *mk->row, by_place);
}

struct cs_ranking
cs_ranking_make(
    struct cs_arena *a, const struct cs_scoring *s, const struct cs_ranking_rules *rules)
{
	struct making mk = {a, s, rules, cs_arena_new(a, s->units, sizeof *mk.row), 0};
	struct cs_ranking r = {.row = mk.row};
	struct cs_ranked one;
	size_t behind;

	for (size_t u = 0; u < s->units; u++)
		r.n += s->here == NULL || s->here[u];
	behind = r.n;
	/* the told to the front, the others to the back, where they then stand in reverse */
	for (size_t u = 0; u < s->units; u++) {
		if (s->here != NULL && !s->here[u])
			continue;
		look_at(&mk, u, &one);
		mk.row[one.band == CS_BAND_UNTOLD ? --behind : mk.told++] = one;
	}
	for (size_t i = behind, j = r.n; i + 1 < j; i++) {
		one = mk.row[i];
		mk.row[i] = mk.row[--j];
		mk.row[j] = one;
	}
	r.told = mk.told;
	if (mk.told == 0)
		return r;
	r.ends = places(&mk);
	if (s->used > 0) {
		r.recognised = compare(&mk);
	} else {
		for (size_t i = 0; i < mk.told; i++) {
			mk.row[i].flag = CS_FLAG_NO_SPREAD;
			mk.row[i].rank_lo = 1;
			mk.row[i].rank_hi = mk.told;
		}
	}
	place(&mk);
	return r;
}
