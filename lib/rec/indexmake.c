/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index is made: see index.h. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/piles.h"
#include "rec/esc.h"
#include "rec/gz.h"
#include "rec/index.h"
#include "rec/indexhead.h"
#include "rec/reader.h"

enum {
	PILES = 1 << CS_INDEX_PILE_BITS,
	DEALT = 9,	      /* bytes of an entry in a pile: CRC-32 and offset */
	BUCKET_ENTRIES = 256, /* about */
	WRITTEN = 1 << 20,    /* at once */
};

struct making {
	const struct cs_index_ask *ask;
	struct cs_index_said *said;
	struct cs_piles piles;
	struct cs_buf column; /* canonical */
	unsigned col;
	uint64_t at; /* in the file */
	unsigned bits;
	struct cs_buf directory, out, scratch;
	uint64_t nentry; /* written, or to be */
	uint32_t crc;	 /* of the bucket under way */
	uint64_t next;	 /* bucket that begins next */
};

/* The entries of a batch, to their piles. */
static int
deal(struct making *m, const struct cs_batch *b, struct cs_err *e)
{
	for (uint32_t row = 0; row < b->nrow; row++) {
		struct cs_str record = cs_batch_record(b, row), cell = cs_batch_raw(b, row, m->col);
		uint64_t at = m->at + (uint64_t)(record.p - b->bytes.p);
		unsigned char *p;
		uint32_t crc;

		if (b->escaped && cs_raw_null(cell)) {
			m->said->null++;
			continue;
		}
		cs_buf_reset(&m->scratch);
		(void)cs_esc_decode(cell, &m->scratch, &cell);
		crc = cs_gz_crc32(0, cell.p, cell.n);
		p = cs_piles_room(&m->piles, crc >> (32 - CS_INDEX_PILE_BITS), DEALT, e);
		if (p == NULL)
			return -1;
		cs_index_number_put(p, crc, 4);
		cs_index_number_put(p + 4, at, 5);
		cs_pile_took(&m->piles, crc >> (32 - CS_INDEX_PILE_BITS), DEALT);
		m->nentry++;
	}
	m->said->rows += b->nrow;
	m->at += b->bytes.n;
	return 0;
}

/* Packed, or too large for the offsets. */
static int
check_file(const char *file, int fd, struct cs_err *e)
{
	unsigned char p[2];
	off_t size = lseek(fd, 0, SEEK_END);
	int r = cs_index_get(fd, file, 0, p, sizeof p, e);

	if (r < 0)
		return -1;
	if (r > 0 && p[0] == 0x1f && p[1] == 0x8b) {
		(void)cs_err_set(e, CS_EXIT_DATA, "%s: what is packed cannot have an index", file);
		return cs_err_hint(e, "cut it by the key with cs-part: then only one part is read");
	}
	if (size < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", file);
	if (size >= CS_INDEX_FILE_MAX)
		return cs_err_set(e, CS_EXIT_DATA, "%s: %lld bytes are more than an index is for",
		    file, (long long)size);
	return 0;
}

static int
read_all(struct making *m, struct cs_err *e)
{
	char *const paths[] = {(char *)(uintptr_t)m->ask->file};
	struct cs_reader *r = cs_reader_open(paths, 1, 0, e);
	struct cs_batch b = {0};
	int got, col;

	if (r == NULL)
		return -1;
	col = cs_head_need(cs_reader_head(r), m->ask->column, e);
	got = col < 0 ? -1 : 1;
	if (got < 0)
		cs_err_prefix(e, "%s", m->ask->file);
	if (got > 0) {
		m->col = (unsigned)col;
		cs_buf_str(&m->column, cs_reader_head(r)->col[col].name);
		m->at = cs_reader_head(r)->raw.n + 1;
	}
	while (got > 0 && (got = cs_reader_next(r, &b, e)) > 0)
		got = deal(m, &b, e) == 0 ? 1 : -1;
	cs_batch_finish(&b);
	cs_reader_close(r);
	return got;
}

/* The entries of a pile: the CRC without the bits of the pile, and the offset. */
struct sorted {
	uint64_t *entry;
	size_t n, cap;
};

static int
take(void *arg, struct cs_str piece, bool fresh, struct cs_err *e)
{
	struct sorted *s = arg;
	const unsigned char *p = (const unsigned char *)piece.p;

	(void)fresh;
	(void)e;
	s->entry = cs_mem_grow(s->entry, &s->cap, s->n + piece.n / DEALT, sizeof *s->entry);
	for (size_t i = 0; i + DEALT <= piece.n; i += DEALT)
		s->entry[s->n++] =
		    (cs_index_number_at(p + i, 4) & (UINT32_MAX >> CS_INDEX_PILE_BITS))
			<< CS_INDEX_OFFSET_BITS |
		    cs_index_number_at(p + i + 4, 5);
	return 0;
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int
flush(struct making *m, uint64_t *at, struct cs_buf *b, struct cs_err *e)
{
	struct cs_str rest = cs_buf_all(b);

	while (rest.n != 0) {
		ssize_t n = pwrite(m->ask->fd, rest.p, rest.n, (off_t)*at);

		if (n < 0 && errno != EINTR)
			return cs_err_errno(e, CS_EXIT_IO, "%s", m->ask->name);
		if (n > 0) {
			rest = cs_str_skip(rest, (size_t)n);
			*at += (uint64_t)n;
		}
	}
	cs_buf_reset(b);
	return 0;
}

/* Buckets up to this one begin with the next entry; the one before has its checksum. */
static void
begin_buckets(struct making *m, uint64_t upto)
{
	for (; m->next <= upto; m->next++) {
		unsigned char *p = (unsigned char *)m->directory.p;

		if (m->next > 0)
			cs_index_number_put(p + (m->next - 1) * CS_INDEX_SLOT + 8, m->crc, 4);
		p = (unsigned char *)cs_buf_reserve(&m->directory, CS_INDEX_SLOT);
		cs_index_number_put(p, m->nentry, 8);
		cs_index_number_put(p + 8, 0, 4);
		m->directory.n += CS_INDEX_SLOT;
		m->crc = 0;
	}
}

static int
write_pile(struct making *m, unsigned pile, const struct sorted *s, uint64_t *at, struct cs_err *e)
{
	for (size_t i = 0; i < s->n; i++) {
		uint64_t offset = s->entry[i] & ((UINT64_C(1) << CS_INDEX_OFFSET_BITS) - 1);
		uint64_t crc = (uint64_t)pile << (32 - CS_INDEX_PILE_BITS) |
			       s->entry[i] >> CS_INDEX_OFFSET_BITS;
		unsigned char *p = (unsigned char *)cs_buf_reserve(&m->out, CS_INDEX_ENTRY);

		begin_buckets(m, crc >> (32 - m->bits));
		/* The leading bits of the CRC fall off: they are the bucket's. */
		cs_index_number_put(p, crc << CS_INDEX_OFFSET_BITS | offset, CS_INDEX_ENTRY);
		m->crc = cs_gz_crc32(m->crc, p, CS_INDEX_ENTRY);
		m->out.n += CS_INDEX_ENTRY;
		m->nentry++;
		if (m->out.n >= WRITTEN && flush(m, at, &m->out, e) != 0)
			return -1;
	}
	return 0;
}

static int
write_index(struct making *m, uint64_t number[CS_INDEX_NUMBERS], struct cs_err *e)
{
	struct sorted s = {0};
	uint64_t at = number[CS_INDEX_FIRST];
	int r = 0;

	m->nentry = 0;
	for (unsigned pile = 0; pile < PILES && r == 0; pile++) {
		s.n = 0;
		r = cs_pile_read(&m->piles, pile, &m->scratch, take, &s, e);
		if (r == 0 && s.n != 0)
			qsort(s.entry, s.n, sizeof *s.entry, by_number);
		if (r == 0)
			r = write_pile(m, pile, &s, &at, e);
	}
	free(s.entry);
	if (r != 0 || flush(m, &at, &m->out, e) != 0)
		return -1;
	begin_buckets(m, UINT64_C(1) << m->bits);
	at = number[CS_INDEX_DIRECTORY];
	if (flush(m, &at, &m->directory, e) != 0)
		return -1;
	/* The front last: what was cut before is no index. */
	at = 0;
	cs_index_head_text(number, cs_buf_all(&m->column), &m->out);
	return flush(m, &at, &m->out, e);
}

static int
make(struct making *m, int fd, struct cs_err *e)
{
	uint64_t number[CS_INDEX_NUMBERS] = {0};
	struct cs_buf front = CS_BUF_INIT;

	if (check_file(m->ask->file, fd, e) != 0 || read_all(m, e) != 0)
		return -1;
	m->bits = CS_INDEX_PILE_BITS;
	while (m->bits < CS_INDEX_MOST_BITS && m->nentry >> m->bits > BUCKET_ENTRIES)
		m->bits++;
	number[CS_INDEX_BYTES] = m->at;
	number[CS_INDEX_ROWS] = m->said->rows;
	number[CS_INDEX_NULL] = m->said->null;
	number[CS_INDEX_ENTRIES] = m->nentry;
	number[CS_INDEX_BITS] = m->bits;
	number[CS_INDEX_NAME] = m->column.n;
	if (cs_index_ends(
		fd, m->ask->file, m->at, &number[CS_INDEX_HEAD], &number[CS_INDEX_TAIL], e) != 0)
		return -1;
	cs_index_head_text(number, cs_buf_all(&m->column), &front);
	number[CS_INDEX_DIRECTORY] = front.n;
	number[CS_INDEX_FIRST] = front.n + ((UINT64_C(1) << m->bits) + 1) * CS_INDEX_SLOT;
	cs_buf_finish(&front);
	return write_index(m, number, e);
}

int
cs_index_make(const struct cs_index_ask *ask, struct cs_index_said *said, struct cs_err *e)
{
	struct making m = {.ask = ask, .said = said};
	int fd = cs_index_open_file(ask->file, e), r;

	*said = (struct cs_index_said){0};
	if (fd < 0)
		return -1;
	cs_piles_init(&m.piles, PILES, ask->mem, ask->scratch);
	r = make(&m, fd, e);
	cs_piles_finish(&m.piles);
	cs_buf_finish(&m.column);
	cs_buf_finish(&m.directory);
	cs_buf_finish(&m.out);
	cs_buf_finish(&m.scratch);
	(void)close(fd);
	return r;
}
