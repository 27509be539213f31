/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a rule says of a contact, and its text: a line a share, of cells with tabs between, put into
 * one cell as any text is; "joint" stands before them where several rules bear it together.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/mapparts.h"
#include "rec/esc.h"

static const char *const demand_name[CS_DEMANDS] = {
    [CS_DEMAND_UNKNOWN] = "", [CS_DEMAND_VALUE] = "value", [CS_DEMAND_FAILURE] = "failure"};

struct cs_str
cs_demand_name(enum cs_demand d)
{
	return cs_str_z(demand_name[d]);
}

static cs_i128
divisor(cs_i128 a, cs_i128 b)
{
	while (b != 0) {
		cs_i128 r = a % b;

		a = b;
		b = r;
	}
	return a;
}

bool
cs_charge_share_add(int64_t *a, int64_t *b, int64_t c, int64_t d)
{
	const cs_i128 num = (cs_i128)*a * d + (cs_i128)c * *b, den = (cs_i128)*b * d;
	const cs_i128 g = divisor(den, num);

	if (den / g > CS_CHARGE_DEN || num / g > CS_CHARGE_DEN)
		return false;
	*a = (int64_t)(num / g);
	*b = (int64_t)(den / g);
	return true;
}

static int
compare_kind(const struct cs_charge_share *a, const struct cs_charge_share *b)
{
	int c = cs_str_cmp(a->owner, b->owner);

	if (c == 0)
		c = cs_str_cmp(a->cause, b->cause);
	if (c == 0)
		c = (a->demand > b->demand) - (a->demand < b->demand);
	return c != 0 ? c : a->preventable - b->preventable;
}

/* Where shares of one kind could not be added, by their size too: order is always the same. */
static int
compare_shares(const void *p, const void *q)
{
	const struct cs_charge_share *a = p, *b = q;
	int c = compare_kind(a, b);

	if (c == 0)
		c = (a->den > b->den) - (a->den < b->den);
	return c != 0 ? c : (a->num > b->num) - (a->num < b->num);
}

/* In order, those of one owner, cause and kind as one. */
static size_t
bring_together(struct cs_charge_share *share, size_t n)
{
	size_t kept = 0;

	if (n != 0)
		qsort(share, n, sizeof *share, compare_shares);
	for (size_t i = 0; i < n; i++) {
		struct cs_charge_share *last = &share[kept != 0 ? kept - 1 : 0];

		if (kept != 0 && compare_kind(last, &share[i]) == 0 &&
		    cs_charge_share_add(&last->num, &last->den, share[i].num, share[i].den))
			continue;
		share[kept++] = share[i];
	}
	return kept;
}

static void
key_text(const struct cs_charge_share *share, size_t n, bool joint, struct cs_buf *key)
{
	struct cs_buf text = CS_BUF_INIT;

	if (joint)
		cs_buf_z(&text, "joint\n");
	for (size_t i = 0; i < n; i++) {
		cs_buf_printf(
		    &text, "%lld/%lld\t", (long long)share[i].num, (long long)share[i].den);
		cs_buf_str(&text, share[i].owner);
		cs_buf_c(&text, '\t');
		cs_buf_str(&text, share[i].cause);
		cs_buf_printf(&text, "\t%s\t%s\n", demand_name[share[i].demand],
		    share[i].preventable < 0   ? ""
		    : share[i].preventable > 0 ? "t"
					       : "f");
	}
	cs_esc_add(key, cs_buf_all(&text));
	cs_buf_finish(&text);
}

uint32_t
cs_charge_splits_add(
    struct cs_charge_splits *s, struct cs_charge_share *share, size_t n, bool joint)
{
	struct cs_buf key = CS_BUF_INIT;
	struct cs_charge_share *kept;
	uint32_t id;
	size_t before = s->key.n;

	n = bring_together(share, n);
	if (n == 0)
		cs_buf_z(&key, "\\N");
	else
		key_text(share, n, joint, &key);
	id = cs_map_add(&s->key, cs_buf_all(&key));
	cs_buf_finish(&key);
	if (s->key.n == before)
		return id;
	s->split = cs_mem_grow(s->split, &s->cap, s->key.n, sizeof *s->split);
	kept = cs_arena_new(&s->arena, n, sizeof *kept);
	for (size_t i = 0; i < n; i++) {
		kept[i] = share[i];
		kept[i].owner = cs_arena_str(&s->arena, share[i].owner);
		kept[i].cause = cs_arena_str(&s->arena, share[i].cause);
	}
	s->split[id] = (struct cs_charge_split){cs_map_key(&s->key, id), kept, n, joint};
	return id;
}

void
cs_charge_splits_finish(struct cs_charge_splits *s)
{
	cs_map_finish(&s->key);
	free(s->split);
	cs_arena_finish(&s->arena);
	*s = (struct cs_charge_splits){0};
}

/* "2/3" */
static bool
read_part(struct cs_str text, int64_t *num, int64_t *den)
{
	const size_t at = cs_str_find(text, '/');

	return at < text.n && cs_num_i64(cs_str_head(text, at), num) &&
	       cs_num_i64(cs_str_skip(text, at + 1), den) && *num > 0 && *num <= *den &&
	       *den <= CS_CHARGE_DEN;
}

static bool
read_share(struct cs_str line, struct cs_charge_share *s)
{
	struct cs_str cell[5];
	size_t n = 0;
	int d = 0;

	while (n < 5 && cs_str_split(&line, '\t', &cell[n]))
		n++;
	if (n < 5 || line.p != NULL || !read_part(cell[0], &s->num, &s->den) || cell[1].n == 0 ||
	    cell[2].n == 0)
		return false;
	while (d < CS_DEMANDS && !cs_str_eqz(cell[3], demand_name[d]))
		d++;
	if (d == CS_DEMANDS || cell[4].n > 1)
		return false;
	s->owner = cell[1];
	s->cause = cell[2];
	s->demand = (enum cs_demand)d;
	s->preventable = cell[4].n == 0 ? -1 : cell[4].p[0] == 't';
	return cell[4].n == 0 || cell[4].p[0] == 't' || cell[4].p[0] == 'f';
}

/* The lines of a key: true, and split is whole, when they are such and add up to one. */
static bool
read_lines(struct cs_arena *a, struct cs_str text, struct cs_charge_split *split)
{
	const struct cs_str joint = CS_STR("joint\n");
	struct cs_charge_share *share;
	struct cs_str line;
	int64_t num = 0, den = 1;
	size_t lines = 0;

	split->joint = cs_str_starts(text, joint);
	if (split->joint)
		text = cs_str_skip(text, joint.n);
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	if (lines == 0 || text.p[text.n - 1] != '\n')
		return false;
	split->share = share = cs_arena_new(a, lines, sizeof *share);
	while (split->n < lines && cs_str_split(&text, '\n', &line)) {
		struct cs_charge_share *s = &share[split->n++];

		if (!read_share(line, s) || !cs_charge_share_add(&num, &den, s->num, s->den))
			return false;
	}
	return num == den;
}

int
cs_charge_split_read(
    struct cs_arena *a, struct cs_str key, struct cs_charge_split *split, struct cs_err *e)
{
	struct cs_buf text = CS_BUF_INIT;
	struct cs_str decoded;
	bool good;

	*split = (struct cs_charge_split){.key = cs_arena_str(a, key)};
	if (cs_str_eq(key, CS_STR("\\N")))
		return 0;
	good = cs_esc_decode(split->key, &text, &decoded) &&
	       read_lines(a, cs_arena_str(a, decoded), split);
	cs_buf_finish(&text);
	if (good)
		return 0;
	return cs_err_set(e, CS_EXIT_DATA, "'%.*s' does not say who bears a contact",
	    CS_STR_ARG(cs_str_head(key, 100)));
}
