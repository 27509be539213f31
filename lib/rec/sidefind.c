/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking things up in a side table: see side.h. */
#include "base/civil.h"
#include "base/num.h"
#include "rec/side.h"

/*
 * How many of the instants from first to end are at or before t. Most keys have one or two: each
 * step takes half of them away without a branch that would be guessed.
 */
static inline uint32_t
until(const struct cs_side *s, uint32_t first, uint32_t end, int64_t t)
{
	const int64_t *at = s->at + first;
	uint32_t n = end - first, lo = 0;

	if (n == 0)
		return 0;
	for (uint32_t half; n > 1; n -= half) {
		half = n / 2;
		lo += half & -(uint32_t)(at[lo + half - 1] <= t);
	}
	return lo + (at[lo] <= t);
}

static inline bool
too_far(const struct cs_side *s, int64_t a, int64_t b)
{
	return s->within >= 0 && (a < b ? b - a : a - b) > s->within;
}

/* Of the rows of a key from first to end, that of the instant t. */
static enum cs_side_found
find_dated(const struct cs_side *s, uint32_t first, uint32_t end, int64_t t, uint32_t *row)
{
	uint32_t n = until(s, first, end, t), next = first + n;
	bool before = n != 0, after = next < end;

	*row = next - 1;
	switch (s->when) {
	case CS_SIDE_RANGE:
		return before && t < s->to[*row] ? CS_SIDE_MATCHED : CS_SIDE_GAP;
	case CS_SIDE_NEXT:
		/* A row of that very instant is before and after. */
		if (!before || s->at[*row] != t)
			*row = next;
		before = before && s->at[next - 1] == t;
		if (!before && !after)
			return CS_SIDE_GAP;
		break;
	case CS_SIDE_NEAREST:
		if (!before || (after && s->at[next] - t < t - s->at[*row]))
			*row = next;
		if (!before && !after)
			return CS_SIDE_GAP;
		break;
	case CS_SIDE_LATEST:
	case CS_SIDE_ANY:
		if (!before)
			return CS_SIDE_GAP;
		break;
	}
	return too_far(s, s->at[*row], t) ? CS_SIDE_OUTSIDE : CS_SIDE_MATCHED;
}

/* What the search of a key that has that id (CS_MAP_NONE: the table has no such key) ends with. */
static inline enum cs_side_found
find_one(const struct cs_side *s, struct cs_str key, uint32_t id, int64_t at, uint32_t *row)
{
	if (key.p == NULL)
		return CS_SIDE_NO_KEY;
	if (at == CS_SIDE_NONE)
		return CS_SIDE_NO_INSTANT;
	if (id == CS_MAP_NONE)
		return CS_SIDE_UNKNOWN;
	return find_dated(s, s->first[id], s->first[id + 1], at, row);
}

/* Where keys have one row each, it has the number of the key. */
static void
find_plain(const struct cs_str *key, size_t n, const uint32_t *row, uint8_t *found)
{
	for (size_t i = 0; i < n; i++) {
		if (key[i].p == NULL)
			found[i] = CS_SIDE_NO_KEY;
		else
			found[i] = row[i] == CS_MAP_NONE ? CS_SIDE_UNKNOWN : CS_SIDE_MATCHED;
	}
}

enum { TOGETHER = 32 };

/* From ids to rows: each step for some of them, so that what each has to wait for comes at once. */
static void
find_rows(const struct cs_side *s, const struct cs_str *key, const int64_t *at, size_t n,
    uint32_t *row, uint8_t *found)
{
	const int64_t *to = s->to != NULL ? s->to : s->at;
	size_t some;

	if (s->when == CS_SIDE_ANY) {
		find_plain(key, n, row, found);
		return;
	}
	for (; n != 0; key += some, at += some, row += some, found += some, n -= some) {
		some = n < TOGETHER ? n : TOGETHER;
		/* What has no rows asks for those of the first key: no branch to be guessed. */
		for (size_t i = 0; i < some; i++)
			__builtin_prefetch(s->first + (row[i] != CS_MAP_NONE ? row[i] : 0));
		for (size_t i = 0; i < some; i++) {
			uint32_t first = s->first[row[i] != CS_MAP_NONE ? row[i] : 0];

			__builtin_prefetch(s->at + first);
			__builtin_prefetch(to + first);
		}
		for (size_t i = 0; i < some; i++)
			found[i] = (uint8_t)find_one(s, key[i], row[i], at[i], &row[i]);
	}
}

void
cs_side_find(const struct cs_side *s, const struct cs_str *key, const int64_t *at, size_t n,
    uint32_t *row, uint8_t *found)
{
	cs_map_find_all(&s->keys, key, row, n);
	find_rows(s, key, at, n, row, found);
}

void
cs_side_find_cells(const struct cs_side *s, const struct cs_str *key, const int64_t *at, size_t n,
    uint32_t *row, uint8_t *found)
{
	cs_map_find_cells(&s->keys, key, row, n);
	find_rows(s, key, at, n, row, found);
}

void
cs_side_runs(const struct cs_side *s, const uint32_t *row, const uint8_t *found, size_t n,
    struct cs_str otherwise, struct cs_str *run)
{
	uint32_t id[TOGETHER];
	size_t some;

	if (s->nrow == 0) {
		for (size_t i = 0; i < n; i++)
			run[i] = otherwise;
		return;
	}
	/* As find_rows does it: what did not match looks where the first row does. */
	for (; n != 0; row += some, found += some, run += some, n -= some) {
		some = n < TOGETHER ? n : TOGETHER;
		for (size_t i = 0; i < some; i++) {
			id[i] = found[i] == CS_SIDE_MATCHED ? row[i] : 0;
			__builtin_prefetch(s->run + id[i]);
		}
		for (size_t i = 0; i < some; i++) {
			id[i] = s->run[id[i]];
			__builtin_prefetch(cs_map_entry(&s->runs, id[i]));
		}
		for (size_t i = 0; i < some; i++) {
			struct cs_str cells = cs_map_key(&s->runs, id[i]);

			run[i].p = found[i] == CS_SIDE_MATCHED ? cells.p : otherwise.p;
			run[i].n = found[i] == CS_SIDE_MATCHED ? cells.n : otherwise.n;
			__builtin_prefetch(run[i].p);
		}
	}
}

size_t
cs_side_cells(const struct cs_side *s, uint32_t row, int64_t at, char *p)
{
	struct cs_str rest = cs_side_run(s, row), cell;
	const int64_t *days = s->days + (size_t)row * s->ndays;
	char *to = p;

	for (unsigned i = 0; i < s->nadd; i++) {
		if (i != 0)
			*to++ = '\t';
		if (!s->is_days[i]) {
			(void)cs_str_split(&rest, '\t', &cell);
			memcpy(to, cell.p, cell.n);
			to += cell.n;
		} else if (*days == CS_SIDE_NONE || at == CS_SIDE_NONE || at < *days) {
			memcpy(to, "\\N", 2);
			to += 2;
			days++;
		} else {
			to += cs_num_i64_text(to, (at - *days++) / (CS_DAY_S * CS_USEC));
		}
	}
	return (size_t)(to - p);
}
