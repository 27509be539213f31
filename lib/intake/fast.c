/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The short way of a record through a plan: see fast.h. */
#include "intake/fast.h"

#include "base/utf8.h"
#include "intake/fastcell.h"

/* What is done with a cell. */
enum op {
	OP_TEXT,
	OP_ID,
	OP_INT,
	OP_BOUNDED, /* a whole number between bounds */
	OP_TIME,
	OP_WORD, /* one of a small set */
	OP_CONSTANT,
	OP_ANY, /* the long way, always */
};

static bool fast = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, simd = true;

void
cs_fast_use(bool on, bool with_simd)
{
	fast = on && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
	simd = with_simd;
}

/* Never inlined: the usual way should have the registers. */
#define RARE static __attribute__((noinline))

static enum op
op_of(const struct cs_plan_col *c)
{
	const struct cs_conv *v = &c->conv;

	if (c->from == CS_FROM_CONSTANT)
		return OP_CONSTANT;
	if (!v->plain)
		return OP_ANY;
	switch (v->op) {
	case CS_CONV_TEXT:
		return OP_TEXT;
	case CS_CONV_ID:
		/* Words of 63 bytes and more share a bit, so that it does not tell their length. */
		return v->null_lens >> 63 != 0 ? OP_ANY : OP_ID;
	case CS_CONV_INT:
		return v->min > 0 || v->max < INT64_MAX ? OP_BOUNDED : OP_INT;
	case CS_CONV_TIME:
		return OP_TIME;
	case CS_CONV_DISP:
		return OP_WORD;
	default:
		return OP_ANY;
	}
}

void
cs_fast_compile(struct cs_plan *p)
{
	struct cs_fast *fp;
	struct cs_fast_col *f;
	uint32_t cells = 0;

	if (!fast || p->nskip != 0 || p->nderive != 0 || p->expr_cell != NULL ||
	    p->map->drop_repeated)
		return;
	fp = cs_arena_new(&p->arena, 1, sizeof *fp);
	fp->col = f = cs_arena_new(&p->arena, p->ncol, sizeof *f);
	fp->in_order = true;
	for (unsigned i = 0; i < p->ncol; i++) {
		const struct cs_plan_col *c = &p->col[i];
		const struct cs_conv *v = &c->conv;

		if (c->from != CS_FROM_CELL && c->from != CS_FROM_CONSTANT)
			return;
		f[i] = (struct cs_fast_col){.op = (uint8_t)op_of(c),
		    .utc = v->utc,
		    .assumed = !v->zone_given,
		    .want = (int)i == p->started,
		    .src = c->src,
		    /* Nothing is then the word of no bytes. */
		    .null_lens = v->null_lens | v->never_null,
		    .never_null = v->never_null ? UINT64_MAX : 0,
		    .conv = v};
		if (f[i].op == OP_CONSTANT) {
			f[i].ready = c->ready;
			continue;
		}
		fp->in_order &= c->src == cells++;
		if (f[i].op == OP_WORD) {
			f[i].word = cs_cell_dispositions(&p->arena);
		} else {
			f[i].min = v->min;
			f[i].max = v->max;
		}
	}
	p->fast = fp;
}

/* What the records taken so far add to the account. */
struct sum {
	uint64_t note[CS_NOTE_N];
	int64_t first, last;
};

/* A run of records at work. */
struct job {
	struct cs_rows *r;
	const struct cs_csv_batch *b;
	const struct cs_csv_rec *rec;
	struct sum sum;
	struct cs_cell_day day;
	int64_t value; /* of the wanted column; INT64_MIN: NULL */
};

/* A cell the long way; NULL: it cannot be taken. */
RARE char *
put_any(struct job *j, const struct cs_fast_col *f, char *to, struct cs_str s)
{
	struct cs_conv_out o = {.p = to, .note = j->sum.note, .scratch = &j->r->scratch};

	cs_buf_reset(&j->r->scratch);
	if (cs_conv_put(f->conv, &o, s) != NULL)
		return NULL;
	if (f->want)
		j->value = o.null ? INT64_MIN : o.value;
	return o.p;
}

/* A cell of plain text that is usual; NULL: it is not. */
CS_CELL_INLINE char *
put_usual(struct job *j, const struct cs_fast_col *f, char *to, const char *s, size_t n)
{
	struct cs_cell c = cs_cell_or_null(s, n);
	uint64_t mask = cs_cell_mask(f, n);
	bool good;

	switch ((enum op)f->op) {
	case OP_TEXT:
		return cs_cell_copy(to, s, n);
	case OP_ID:
		return cs_cell_id(f, &c, n) ? cs_cell_copy(to, c.s, c.n) : NULL;
	case OP_INT:
		memcpy(to, c.s, 8);
		return cs_cell_int(f, &c, mask, false) ? to + c.n : NULL;
	case OP_BOUNDED:
		memcpy(to, c.s, 8);
		return cs_cell_int(f, &c, mask, true) ? to + c.n : NULL;
	case OP_TIME:
		good = cs_cell_time(f, &c, mask, &j->day, &j->value);
		(void)cs_cell_copy(to, c.s, 20);
		if (__builtin_expect(!good || cs_cell_whole_time(&c, mask), 1))
			return good ? to + c.n : NULL;
		return cs_cell_mend_time(f, &c, to, &j->sum.note[CS_NOTE_ZONE]);
	case OP_WORD:
		memcpy(to, c.s, CS_CELL_WORD_LEN);
		return cs_cell_word(f, &c, mask) ? to + c.n : NULL;
	case OP_CONSTANT:
	case OP_ANY:
		return NULL;
	}
	__builtin_unreachable();
}

/* A cell of a record that has quotes, or bytes that are not plain text. */
RARE char *
put_other(struct job *j, const struct cs_fast_col *f, char *to, struct cs_str s)
{
	char *next = NULL;

	if (s.n != 0 && s.p[0] == '"') {
		s = cs_str(s.p + 1, s.n - 2);
		if (cs_str_find(s, '"') != s.n) {
			cs_buf_reset(&j->r->text);
			s = cs_csv_text(j->b, j->rec, f->src, &j->r->text);
			return put_any(j, f, to, s);
		}
	}
	/* A byte order mark in front is escaped. */
	if (f->op > OP_ID ||
	    ((j->rec->flags & CS_CSV_ESC) == 0 && (s.n == 0 || (unsigned char)s.p[0] != 0xef)))
		next = put_usual(j, f, to, s.p, s.n);
	return next != NULL ? next : put_any(j, f, to, s);
}

/*
 * All cells of a record; NULL when one cannot be taken. plain: there is nothing but separators and
 * plain text; in_order: as in struct cs_fast. Constants, so that each kind has a loop of its own.
 */
CS_CELL_INLINE char *
put_record(struct job *j, const struct cs_plan *p, char *to, bool plain, bool in_order)
{
	const char *base = j->b->bytes.p;
	const uint32_t *end = j->b->end + j->rec->cell;
	const struct cs_fast_col *f = p->fast->col, *last = f + p->ncol;
	size_t next_begin = j->rec->begin;

	j->value = INT64_MIN;
	for (; f < last; f++) {
		const char *s;
		char *behind;
		size_t begin, n;

		if (f->op == OP_CONSTANT) {
			memcpy(to, f->ready.p, f->ready.n);
			to += f->ready.n;
			*to++ = '\t';
			continue;
		}
		if (in_order) {
			begin = next_begin;
			n = *end - begin;
			next_begin = (size_t)*end++ + 1;
		} else {
			begin = f->src == 0 ? j->rec->begin : end[(size_t)f->src - 1] + 1;
			n = end[f->src] - begin;
		}
		s = base + begin;
		behind = plain ? put_usual(j, f, to, s, n) : put_other(j, f, to, cs_str(s, n));
		if (__builtin_expect(behind == NULL, 0)) {
			behind = plain ? put_any(j, f, to, cs_str(s, n)) : NULL;
			if (behind == NULL)
				return NULL;
		}
		*behind = '\t';
		to = behind + 1;
	}
	to[-1] = '\n';
	if (j->value != INT64_MIN) {
		j->sum.first = j->value < j->sum.first ? j->value : j->sum.first;
		j->sum.last = j->value > j->sum.last ? j->value : j->sum.last;
	}
	return to;
}

/* A record of the right width whose text is good as such. */
CS_CELL_INLINE bool
is_usual(const struct cs_plan *p, const struct cs_csv_batch *b, const struct cs_csv_rec *rec)
{
	if (rec->bad != CS_CSV_GOOD || (rec->flags & CS_CSV_ODD) != 0 ||
	    rec->ncell != p->source.ncol || rec->begin == rec->end)
		return false;
	if ((rec->flags & CS_CSV_HIGH) != 0 && !cs_utf8_valid(cs_csv_bytes(b, rec)))
		return false;
	return (rec->flags & CS_CSV_ESC) == 0 ||
	       memchr(b->bytes.p + rec->begin, '\0', rec->end - rec->begin) == NULL;
}

/* The loop of cs_fast_run: gives the first record that cannot be taken. */
CS_CELL_INLINE size_t
run(struct job *j, const struct cs_plan *p, size_t i)
{
	struct cs_buf *out = &j->r->out;

	for (; i < j->b->nrec; i++) {
		const struct cs_csv_rec *rec = &j->b->rec[i];
		size_t room = p->fan * cs_conv_room(rec->end - rec->begin) + p->fixed + 64;
		struct sum before = j->sum;
		char *to, *behind;

		if (!is_usual(p, j->b, rec))
			break;
		j->rec = rec;
		to = out->cap - out->n >= room ? out->p + out->n : cs_buf_reserve(out, room);
		if (rec->flags != 0)
			behind = put_record(j, p, to, false, false);
		else if (p->fast->in_order)
			behind = put_record(j, p, to, true, true);
		else
			behind = put_record(j, p, to, true, false);
		if (behind == NULL) {
			j->sum = before;
			break;
		}
		out->n += (size_t)(behind - to);
	}
	return i;
}

static size_t
run_plain(struct job *j, const struct cs_plan *p, size_t i)
{
	return run(j, p, i);
}

#if defined(__x86_64__)
/* The same, with instructions that copy 32 bytes and shift without a fixed register. */
__attribute__((target("avx2,bmi,bmi2"))) static size_t
run_avx2(struct job *j, const struct cs_plan *p, size_t i)
{
	return run(j, p, i);
}
#endif

static size_t
run_best(struct job *j, const struct cs_plan *p, size_t i)
{
#if defined(__x86_64__)
	if (simd && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	    __builtin_cpu_supports("bmi2"))
		return run_avx2(j, p, i);
#endif
	return run_plain(j, p, i);
}

size_t
cs_fast_run(struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b, size_t i)
{
	struct job j = {.r = r, .b = b, .sum = {.first = INT64_MAX, .last = INT64_MIN}};
	size_t behind = run_best(&j, p, i);

	r->tally.used += behind - i;
	r->tally.written += behind - i;
	for (int k = 0; k < CS_NOTE_N; k++)
		r->tally.note[k] += j.sum.note[k];
	if (j.sum.first <= j.sum.last) {
		cs_tally_instant(&r->tally, j.sum.first);
		cs_tally_instant(&r->tally, j.sum.last);
	}
	return behind;
}
