/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gunzip, strictly: see gz.h. The format is RFC 1952. */
#include "rec/gz.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/*
 * The raw inflater: zlib's or ISA-L's. inflate_some takes from in and gives to out until one of
 * them is used up (true, both moved along), or the data's end is reached (*ended), or the data is
 * damaged (false). Bytes behind the end that it took all the same are given back in `back`.
 */
struct piece {
	const unsigned char *in;
	size_t nin;
	unsigned char *out;
	size_t nout;
	unsigned char back[8];
	size_t nback;
};

#if defined(HAVE_ISAL)

#include <isa-l.h>

struct inflater {
	struct inflate_state state;
};

static void
inflater_reset(struct inflater *f)
{
	isal_inflate_init(&f->state);
}

static void
inflater_init(struct inflater *f)
{
	inflater_reset(f);
}

static void
inflater_finish(struct inflater *f)
{
	(void)f;
}

static bool
inflate_some(struct inflater *f, struct piece *p, bool *ended)
{
	struct inflate_state *s = &f->state;
	uint32_t nin = p->nin < UINT32_MAX ? (uint32_t)p->nin : UINT32_MAX;
	uint32_t nout = p->nout < UINT32_MAX ? (uint32_t)p->nout : UINT32_MAX;
	int r;

	s->next_in = (uint8_t *)(uintptr_t)p->in;
	s->avail_in = nin;
	s->next_out = p->out;
	s->avail_out = nout;
	r = isal_inflate(s);
	if (s->avail_in > nin)
		s->avail_in = 0; /* it counts one too many when it stumbles over the last byte */
	p->in += nin - s->avail_in;
	p->nin -= nin - s->avail_in;
	p->out += nout - s->avail_out;
	p->nout -= nout - s->avail_out;
	*ended = s->block_state == ISAL_BLOCK_FINISH;
	if (*ended) {
		uint64_t bits = s->read_in >> (s->read_in_length & 7);

		for (int32_t n = s->read_in_length / 8; n > 0; n--, bits >>= 8)
			p->back[p->nback++] = (unsigned char)bits;
	}
	return r == ISAL_DECOMP_OK || r == ISAL_END_INPUT || r == ISAL_OUT_OVERFLOW;
}

#if defined(__x86_64__)

__attribute__((target("avx"))) static void
clear_upper(void)
{
	__builtin_ia32_vzeroupper();
}

/*
 * The library's checksum for AVX-512 ends without clearing the upper halves of the registers. From
 * then on each change between instructions of SSE and of AVX costs some hundred cycles, and exp()
 * is two of them.
 */
static void
leave_vectors(void)
{
	if (__builtin_cpu_supports("avx"))
		clear_upper();
}

#else

static void
leave_vectors(void)
{
}

#endif

static uint32_t
checksum(uint32_t crc, const unsigned char *p, size_t n)
{
	crc = crc32_gzip_refl(crc, p, n);
	leave_vectors();
	return crc;
}

#else

#include <zlib.h>

struct inflater {
	z_stream z;
};

static void
inflater_init(struct inflater *f)
{
	if (inflateInit2(&f->z, -MAX_WBITS) != Z_OK)
		cs_mem_fail();
}

static void
inflater_reset(struct inflater *f)
{
	(void)inflateReset(&f->z);
}

static void
inflater_finish(struct inflater *f)
{
	(void)inflateEnd(&f->z);
}

static bool
inflate_some(struct inflater *f, struct piece *p, bool *ended)
{
	z_stream *z = &f->z;
	uInt nin = p->nin < UINT32_MAX ? (uInt)p->nin : UINT32_MAX;
	uInt nout = p->nout < UINT32_MAX ? (uInt)p->nout : UINT32_MAX;
	int r;

	z->next_in = (Bytef *)(uintptr_t)p->in;
	z->avail_in = nin;
	z->next_out = p->out;
	z->avail_out = nout;
	r = inflate(z, Z_NO_FLUSH);
	p->in += nin - z->avail_in;
	p->nin -= nin - z->avail_in;
	p->out += nout - z->avail_out;
	p->nout -= nout - z->avail_out;
	*ended = r == Z_STREAM_END;
	if (r == Z_MEM_ERROR)
		cs_mem_fail();
	return r == Z_OK || r == Z_STREAM_END || r == Z_BUF_ERROR;
}

static uint32_t
checksum(uint32_t crc, const unsigned char *p, size_t n)
{
	return (uint32_t)crc32_z(crc, p, n);
}

#endif

uint32_t
cs_gz_crc32(uint32_t crc, const void *p, size_t n)
{
	return checksum(crc, p, n);
}

/* Where in a member the next byte belongs. */
enum state {
	FIXED,	  /* the ten bytes that begin a header */
	EXTRA_N,  /* two bytes: how long the extra field is */
	EXTRA,	  /* the extra field */
	NAME,	  /* up to a NUL */
	COMMENT,  /* up to a NUL */
	HEAD_SUM, /* two bytes: checksum of the header */
	DATA,	  /* deflated */
	TRAILER,  /* checksum and length, four bytes each */
	BETWEEN,  /* behind a member: another one, zeros, or the end */
	ZEROS,	  /* only zeros from here on */
};

enum { HAS_HEAD_SUM = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16, RESERVED = 0xe0 };

struct cs_gz {
	struct inflater inflater;
	enum state state;
	unsigned char field[10]; /* the fixed part being gathered */
	size_t nfield;
	unsigned flags;
	size_t extra; /* bytes of the extra field to come */
	uint32_t head_sum;
	uint32_t sum, length; /* of the member's text so far; length modulo 2^32 */
	uint64_t in, out;     /* bytes over all members */
};

bool
cs_gz_magic(const void *p, size_t n)
{
	static const unsigned char magic[2] = {0x1f, 0x8b};

	return memcmp(p, magic, n < sizeof magic ? n : sizeof magic) == 0;
}

struct cs_gz *
cs_gz_new(void)
{
	struct cs_gz *gz = cs_mem_new0(1, sizeof *gz);

	inflater_init(&gz->inflater);
	return gz;
}

void
cs_gz_free(struct cs_gz *gz)
{
	if (gz == NULL)
		return;
	inflater_finish(&gz->inflater);
	free(gz);
}

static int
broken(const struct cs_gz *gz, const char *what, struct cs_err *e)
{
	return cs_err_set(e, CS_EXIT_DATA, "%s after %llu bytes of gzip data (%llu unpacked)", what,
	    (unsigned long long)gz->in, (unsigned long long)gz->out);
}

static uint32_t
little(const unsigned char *p, size_t n)
{
	uint32_t v = 0;

	while (n-- != 0)
		v = v << 8 | p[n];
	return v;
}

/* Goes on to the next part that the header's flags announce. */
static void
next_part(struct cs_gz *gz, enum state from)
{
	static const struct {
		enum state state;
		unsigned flag;
	} parts[] = {{EXTRA_N, HAS_EXTRA}, {NAME, HAS_NAME}, {COMMENT, HAS_COMMENT},
	    {HEAD_SUM, HAS_HEAD_SUM}};

	gz->nfield = 0;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (parts[i].state > from && (gz->flags & parts[i].flag) != 0) {
			gz->state = parts[i].state;
			return;
		}
	}
	gz->state = DATA;
	gz->sum = 0;
	gz->length = 0;
	inflater_reset(&gz->inflater);
}

/* True when the byte filled up the n bytes of the field. */
static bool
gather(struct cs_gz *gz, unsigned char c, size_t n)
{
	gz->field[gz->nfield++] = c;
	if (gz->nfield < n)
		return false;
	gz->nfield = 0;
	return true;
}

static int
fixed_part(struct cs_gz *gz, unsigned char c, struct cs_err *e)
{
	bool full = gather(gz, c, 10);
	size_t n = full ? 10 : gz->nfield;

	if (!cs_gz_magic(gz->field, n))
		return broken(gz, "no gzip header", e);
	if (!full)
		return 0;
	gz->flags = gz->field[3];
	if (gz->field[2] != 8)
		return broken(gz, "an unknown way of packing (not deflate)", e);
	if ((gz->flags & RESERVED) != 0)
		return broken(gz, "unknown flags in the gzip header", e);
	next_part(gz, FIXED);
	return 0;
}

static int
trailer(struct cs_gz *gz, unsigned char c, struct cs_err *e)
{
	if (!gather(gz, c, 8))
		return 0;
	if (little(gz->field, 4) != gz->sum)
		return broken(gz, "the text does not match its checksum", e);
	if (little(gz->field + 4, 4) != gz->length)
		return broken(gz, "the text is not as long as it should be", e);
	gz->state = BETWEEN;
	return 0;
}

/* A byte behind a member. */
static int
between(struct cs_gz *gz, unsigned char c, struct cs_err *e)
{
	if (c != 0 && gz->state == ZEROS)
		return broken(gz, "something behind the zeros that fill the end", e);
	if (c != 0 && c != 0x1f)
		return broken(gz, "something that is not gzip", e);
	gz->state = c == 0 ? ZEROS : FIXED;
	gz->head_sum = checksum(0, &c, 1);
	return c == 0 ? 0 : fixed_part(gz, c, e);
}

static int
head_sum(struct cs_gz *gz, unsigned char c, struct cs_err *e)
{
	if (!gather(gz, c, 2))
		return 0;
	if (little(gz->field, 2) != (gz->head_sum & 0xffff))
		return broken(gz, "a gzip header that does not match its checksum", e);
	next_part(gz, HEAD_SUM);
	return 0;
}

/* One byte of anything but deflated data. */
static int
feed_byte(struct cs_gz *gz, unsigned char c, struct cs_err *e)
{
	if (gz->state < HEAD_SUM)
		gz->head_sum = checksum(gz->head_sum, &c, 1);
	switch (gz->state) {
	case FIXED:
		return fixed_part(gz, c, e);
	case EXTRA_N:
		if (!gather(gz, c, 2))
			return 0;
		gz->extra = little(gz->field, 2);
		gz->state = EXTRA;
		if (gz->extra == 0)
			next_part(gz, EXTRA);
		return 0;
	case EXTRA:
		if (--gz->extra == 0)
			next_part(gz, EXTRA);
		return 0;
	case NAME:
	case COMMENT:
		if (c == 0)
			next_part(gz, gz->state);
		return 0;
	case HEAD_SUM:
		return head_sum(gz, c, e);
	case TRAILER:
		return trailer(gz, c, e);
	default:
		return between(gz, c, e);
	}
}

/* Inflates what it can; the member's end turns it to the trailer. */
static int
feed_data(struct cs_gz *gz, struct piece *p, struct cs_err *e)
{
	const struct piece was = *p;
	bool ended = false, good = inflate_some(&gz->inflater, p, &ended);
	size_t gave = was.nout - p->nout, nback = p->nback;
	int r = 0;

	gz->in += was.nin - p->nin;
	gz->out += gave;
	gz->sum = checksum(gz->sum, was.out, gave);
	gz->length += (uint32_t)gave;
	if (!good)
		return broken(gz, "damaged", e);
	if (ended)
		gz->state = TRAILER;
	for (size_t i = 0; i < nback && r == 0; i++)
		r = feed_byte(gz, p->back[i], e);
	p->nback = 0;
	return r;
}

int
cs_gz_feed(struct cs_gz *gz, const unsigned char *in, size_t *nin, unsigned char *out, size_t *nout,
    struct cs_err *e)
{
	struct piece p = {.in = in, .nin = *nin, .out = out, .nout = *nout};
	int r = 0;

	while (r == 0) {
		if (gz->state == DATA) {
			r = feed_data(gz, &p, e);
			if (gz->state == DATA && (p.nin == 0 || p.nout == 0))
				break;
		} else if (p.nin == 0) {
			break;
		} else {
			r = feed_byte(gz, *p.in++, e);
			p.nin--;
			gz->in++;
		}
	}
	*nin -= p.nin;
	*nout -= p.nout;
	return r;
}

int
cs_gz_end(const struct cs_gz *gz, struct cs_err *e)
{
	if (gz->state == BETWEEN || gz->state == ZEROS)
		return 0;
	return broken(gz, "cut off", e);
}
