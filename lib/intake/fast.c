/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The short way of a record through a plan: see fast.h. */
#include "intake/fast.h"

#include "base/utf8.h"

/* Beside those of enum cs_conv_op. */
enum { OP_CONSTANT = 32, OP_ANY };

static bool fast = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

void
cs_fast_use(bool on)
{
	fast = on && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
}

void
cs_fast_compile(struct cs_plan *p)
{
	struct cs_fast_col *f;

	if (!fast || p->nskip != 0 || p->nderive != 0 || p->expr_cell != NULL ||
	    p->map->drop_repeated)
		return;
	f = cs_arena_new(&p->arena, p->ncol, sizeof *f);
	for (unsigned i = 0; i < p->ncol; i++) {
		const struct cs_plan_col *c = &p->col[i];
		const struct cs_conv *v = &c->conv;
		bool usual = v->plain && (v->op == CS_CONV_TEXT || v->op == CS_CONV_ID ||
					     v->op == CS_CONV_INT || v->op == CS_CONV_TIME ||
					     v->op == CS_CONV_DISP);

		if (c->from != CS_FROM_CELL && c->from != CS_FROM_CONSTANT)
			return;
		f[i] =
		    (struct cs_fast_col){.op = (uint8_t)(c->from == CS_FROM_CONSTANT ? OP_CONSTANT
							 : usual		     ? (int)v->op
										     : OP_ANY),
			.never_null = v->never_null,
			.utc = v->utc,
			.assumed = !v->zone_given,
			.want = (int)i == p->started,
			.bounded = v->min > 0 || v->max < INT64_MAX,
			.src = c->src,
			.null_lens = v->null_lens,
			.min = v->min,
			.max = v->max,
			.ready = c->ready,
			.conv = v};
	}
	p->fast = f;
}

static inline uint64_t
load64(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return x;
}

/* Reads and writes up to 32 bytes whatever n is: both sides have the room. */
static inline char *
copy(char *to, const char *s, size_t n)
{
	if (n <= 32) {
		memcpy(to, s, 16);
		if (n > 16)
			memcpy(to + 16, s + 16, 16);
	} else {
		memcpy(to, s, n);
	}
	return to + n;
}

static inline char *
put_null(char *to)
{
	memcpy(to, "\\N", 2);
	return to + 2;
}

#define NIBBLES UINT64_C(0xf0f0f0f0f0f0f0f0)
#define SIXES	UINT64_C(0x0606060606060606)

/* 1 to 8 digits without a leading zero; NULL: not so, or out of bounds. */
static inline char *
put_int(char *to, const struct cs_fast_col *f, const char *s, size_t n)
{
	uint64_t x;
	int64_t v;

	if (n - 1 > 7 || (s[0] == '0' && n > 1))
		return NULL;
	x = (load64(s) ^ UINT64_C(0x3030303030303030)) << (8 * (8 - n));
	if (((x | (x + SIXES)) & NIBBLES) != 0)
		return NULL;
	if (f->bounded) {
		x = (x * 10 + (x >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
		x = (x * 100 + (x >> 16)) & UINT64_C(0x0000ffff0000ffff);
		v = (int64_t)((x * 10000 + (x >> 32)) & UINT64_C(0xffffffff));
		if (v < f->min || v > f->max)
			return NULL;
	}
	memcpy(to, s, 8);
	return to + n;
}

/* What is left when the pattern is taken off: 0 to 9 where it has a 0, nothing elsewhere. */
static inline uint64_t
digits(uint64_t x, uint64_t pattern, uint64_t separators, uint64_t *bad)
{
	uint64_t t = x ^ pattern;

	*bad |= ((t | (t + SIXES)) & NIBBLES) | (t & separators);
	return t * 10 + (t >> 8);
}

/*
 * "2026-03-01T12:34:56Z", or with a blank in the middle, or without the Z where that is UTC. Every
 * byte pair of digits becomes one number in one byte: the year is in bytes 0 and 2 of a, the month
 * in byte 5; day, hour and minute are in bytes 0, 3 and 6 of b, the second in byte 5 of d.
 */
static inline char *
put_time(char *to, const struct cs_fast_col *f, const char *s, size_t n, int64_t *value)
{
	static const char days[16] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	uint64_t a, b, d, bad = 0;
	unsigned month, day, hour, min, sec, year;

	if (n != 20 && (n != 19 || !f->utc))
		return NULL;
	b = load64(s + 8);
	b ^= (b & 0xff0000) == 0x200000 ? UINT64_C(0x740000) : 0; /* ' ' to 'T' */
	d = (load64(s + 12) & UINT64_C(0x00ffffffffffffff)) | UINT64_C(0x5a00000000000000);
	a = digits(load64(s), load64("0000-00-"), UINT64_C(0xff0000ff00000000), &bad);
	b = digits(b, load64("00T00:00"), UINT64_C(0x0000ff0000ff0000), &bad);
	d = digits(d, load64("0:00:00Z"), UINT64_C(0xff0000ff0000ff00), &bad);
	if (bad != 0 || (n == 20 && s[19] != 'Z'))
		return NULL;
	year = (unsigned)(a & 0xff) * 100 + (unsigned)(a >> 16 & 0xff);
	month = (unsigned)(a >> 40 & 0xff);
	day = (unsigned)(b & 0xff);
	hour = (unsigned)(b >> 24 & 0xff);
	min = (unsigned)(b >> 48 & 0xff);
	sec = (unsigned)(d >> 40 & 0xff);
	/* 29 February goes the long way. */
	if (month - 1 > 11 || day - 1 >= (unsigned)days[month] || hour > 23 || min > 59 ||
	    sec > 59 || year == 0)
		return NULL;
	memcpy(to, s, 16);
	memcpy(to + 16, s + 16, 4);
	to[10] = 'T';
	to[19] = 'Z';
	if (f->want)
		*value = (cs_civil_days((int)year, (int)month, (int)day) * CS_DAY_S + hour * 3600 +
			     min * 60 + sec) *
			 CS_USEC;
	return to + 20;
}

/* The two dispositions that most records have. */
static inline char *
put_disp(char *to, const char *s, size_t n)
{
	if ((n == 8 && load64(s) == load64("answered")) ||
	    (n == 9 && load64(s) == load64("abandoned") && s[8] == 'd')) {
		memcpy(to, s, 16);
		return to + n;
	}
	return NULL;
}

/* What the records taken so far add to the account. */
struct sum {
	uint64_t note[CS_NOTE_N];
	int64_t first, last;
};

/* A cell the long way; NULL: it cannot be taken. */
static char *
put_any(struct cs_rows *r, const struct cs_fast_col *f, char *to, struct cs_str s, struct sum *sum,
    int64_t *value)
{
	struct cs_conv_out o = {.p = to, .note = sum->note, .scratch = &r->scratch};

	cs_buf_reset(&r->scratch);
	if (cs_conv_put(f->conv, &o, s) != NULL)
		return NULL;
	if (f->want)
		*value = o.null ? INT64_MIN : o.value;
	return o.p;
}

/* True when the text may stand in a cell as it is. */
static inline bool
as_it_is(const char *s, size_t n, unsigned flags)
{
	if ((flags & (CS_CSV_ESC | CS_CSV_HIGH)) == 0)
		return true;
	/* A byte order mark in front is escaped. */
	return (flags & CS_CSV_ESC) == 0 && (n == 0 || (unsigned char)s[0] != 0xef);
}

/* An identifier or text; NULL: the long way. */
static inline char *
put_text(char *to, const struct cs_fast_col *f, const char *s, size_t n, unsigned flags)
{
	if (!as_it_is(s, n, flags))
		return NULL;
	if (f->op == CS_CONV_ID &&
	    (((f->null_lens >> (n < 63 ? n : 63)) & 1) != 0 || s[0] == ' ' || s[n - 1] == ' '))
		return NULL;
	return copy(to, s, n);
}

/* All cells of a record; NULL when one cannot be taken. */
static inline char *
put_record(struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b,
    const struct cs_csv_rec *rec, char *to, struct sum *sum)
{
	const char *base = b->bytes.p;
	const uint32_t *end = b->end + rec->cell;
	int64_t value = INT64_MIN;

	for (const struct cs_fast_col *f = p->fast, *last = f + p->ncol; f < last; f++) {
		uint32_t begin = f->src == 0 ? rec->begin : end[(size_t)f->src - 1] + 1;
		const char *s = base + begin;
		size_t n = end[f->src] - begin;
		char *next = NULL;

		if (f->op == OP_CONSTANT) {
			memcpy(to, f->ready.p, f->ready.n);
			to += f->ready.n;
			*to++ = '\t';
			continue;
		}
		if ((rec->flags & CS_CSV_QUOTE) != 0 && n != 0 && s[0] == '"') {
			s++;
			n -= 2;
			if (memchr(s, '"', n) != NULL) {
				struct cs_str text;

				cs_buf_reset(&r->text);
				text = cs_csv_text(b, rec, f->src, &r->text);
				to = put_any(r, f, to, text, sum, &value);
				if (to == NULL)
					return NULL;
				*to++ = '\t';
				continue;
			}
		}
		if (n == 0 && f->op != CS_CONV_TEXT && f->op != OP_ANY) {
			next = f->never_null ? NULL : put_null(to);
		} else {
			switch (f->op) {
			case CS_CONV_TEXT:
			case CS_CONV_ID:
				next = put_text(to, f, s, n, rec->flags);
				break;
			case CS_CONV_INT:
				next = put_int(to, f, s, n);
				break;
			case CS_CONV_TIME:
				next = put_time(to, f, s, n, &value);
				sum->note[CS_NOTE_ZONE] += next != NULL && n == 19 && f->assumed;
				break;
			case CS_CONV_DISP:
				next = put_disp(to, s, n);
				break;
			default:
				break;
			}
		}
		if (__builtin_expect(next == NULL, 0)) {
			next = put_any(r, f, to, cs_str(s, n), sum, &value);
			if (next == NULL)
				return NULL;
		}
		to = next;
		*to++ = '\t';
	}
	to[-1] = '\n';
	if (value != INT64_MIN) {
		sum->first = value < sum->first ? value : sum->first;
		sum->last = value > sum->last ? value : sum->last;
	}
	return to;
}

/* A record of the right width whose text is good as such. */
static inline bool
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

size_t
cs_fast_run(struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b, size_t i)
{
	struct sum sum = {.first = INT64_MAX, .last = INT64_MIN}, before;
	size_t from = i;

	for (; i < b->nrec; i++) {
		const struct cs_csv_rec *rec = &b->rec[i];
		size_t room = p->fan * cs_conv_room(rec->end - rec->begin) + p->fixed + 64;
		char *to, *behind;

		if (!is_usual(p, b, rec))
			break;
		before = sum;
		to = cs_buf_reserve(&r->out, room);
		behind = put_record(r, p, b, rec, to, &sum);
		if (behind == NULL) {
			sum = before;
			break;
		}
		r->out.n += (size_t)(behind - to);
	}
	r->tally.used += i - from;
	r->tally.written += i - from;
	for (int k = 0; k < CS_NOTE_N; k++)
		r->tally.note[k] += sum.note[k];
	if (sum.first <= sum.last) {
		cs_tally_instant(&r->tally, sum.first);
		cs_tally_instant(&r->tally, sum.last);
	}
	return i;
}
