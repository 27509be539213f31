/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record stream cut into parts by a key: see part.h. */
#include "rec/part.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "rec/esc.h"
#include "rec/gz.h"
#include "rec/index.h"
#include "rec/manifest.h"

/* All pieces together stay below this, each within these bounds. */
enum { PIECES = 32 << 20, PIECE_MOST = 256 << 10, PIECE_LEAST = 16 << 10, GZ_LEVEL = 1 };

int
cs_part_bind(struct cs_part_key *key, struct cs_arena *a, const struct cs_str *name, size_t n,
    const struct cs_head *head, struct cs_err *e)
{
	int col;

	*key = (struct cs_part_key){cs_arena_new(a, n, sizeof *key->col), n};
	for (size_t i = 0; i < n; i++) {
		col = cs_head_need(head, name[i], e);
		if (col < 0)
			return -1;
		key->col[i] = (unsigned)col;
	}
	return 0;
}

/* The checksum goes on over the decoded cell; NULL adds nothing and is told. */
static inline uint32_t
sum_cell(
    uint32_t crc, const struct cs_batch *b, struct cs_str cell, struct cs_buf *scratch, bool *null)
{
	*null = b->escaped && cs_raw_null(cell);
	if (*null)
		return crc;
	if (b->escaped && cs_str_find(cell, '\\') < cell.n) {
		cs_buf_reset(scratch);
		(void)cs_esc_decode(cell, scratch, &cell);
	}
	return cs_gz_crc32(crc, cell.p, cell.n);
}

void
cs_part_buckets(const struct cs_part_key *key, const struct cs_batch *b, unsigned nbucket,
    struct cs_buf *scratch, uint16_t *bucket)
{
	for (uint32_t row = 0; row < b->nrow; row++) {
		uint32_t crc = 0;
		bool all_null = true, null;

		for (size_t i = 0; i < key->n; i++) {
			if (i != 0)
				crc = cs_gz_crc32(crc, "\t", 1);
			crc = sum_cell(crc, b, cs_batch_raw(b, row, key->col[i]), scratch, &null);
			all_null &= null;
		}
		bucket[row] = all_null ? 0 : (uint16_t)(crc & (nbucket - 1));
	}
}

const char *const *
cs_part_names(struct cs_arena *a, unsigned n, bool gz)
{
	const char **name = cs_arena_new(a, n + 1, sizeof *name);

	for (unsigned i = 0; i < n; i++)
		name[i] =
		    cs_arena_printf(a, "part-%0*u.tsv%s", n > 1000 ? 4 : 3, i, gz ? ".gz" : "");
	name[n] = cs_manifest_name;
	return name;
}

bool
cs_part_named(const char *name)
{
	struct cs_str s = cs_str_z(name), before = CS_STR("part-"), behind = CS_STR(".tsv"), digits;

	if (cs_str_eqz(s, cs_manifest_name))
		return true;
	if (cs_str_ends(s, CS_STR(".gz")))
		s.n -= sizeof ".gz" - 1;
	else if (cs_str_ends(s, cs_str_z(cs_index_suffix)))
		s.n -= strlen(cs_index_suffix);
	if (!cs_str_starts(s, before) || !cs_str_ends(s, behind))
		return false;
	digits = cs_str_head(cs_str_skip(s, before.n), s.n - before.n - behind.n);
	return (digits.n == 3 || digits.n == 4) && strspn(digits.p, "0123456789") == digits.n;
}

void
cs_part_init(struct cs_part_set *s, unsigned n, const struct cs_head *head, bool gz)
{
	size_t piece = PIECES / n;

	*s = (struct cs_part_set){.part = cs_mem_new0(n, sizeof *s->part), .n = n};
	s->piece = piece > PIECE_MOST ? PIECE_MOST : piece < PIECE_LEAST ? PIECE_LEAST : piece;
	s->pack = gz ? cs_gzpack_new(GZ_LEVEL) : NULL;
	for (unsigned i = 0; i < n; i++) {
		s->part[i].fd = -1;
		cs_buf_str(&s->part[i].buf, head->raw);
		cs_buf_c(&s->part[i].buf, '\n');
	}
}

static int
put(struct cs_part *p, struct cs_str bytes, struct cs_err *e)
{
	p->crc = cs_gz_crc32(p->crc, bytes.p, bytes.n);
	p->bytes += bytes.n;
	while (bytes.n != 0) {
		ssize_t n = write(p->fd, bytes.p, bytes.n);

		if (n >= 0)
			bytes = cs_str_skip(bytes, (size_t)n);
		else if (errno != EINTR)
			return cs_err_errno(e, CS_EXIT_IO, "%s", p->name);
	}
	return 0;
}

/* Writes the text that has gathered. */
static int
put_piece(struct cs_part_set *s, struct cs_part *p, struct cs_err *e)
{
	struct cs_str text = cs_buf_all(&p->buf);

	if (s->pack != NULL) {
		cs_buf_reset(&s->packed);
		cs_gzpack_member(s->pack, text, &s->packed);
		text = cs_buf_all(&s->packed);
	}
	cs_buf_reset(&p->buf);
	return put(p, text, e);
}

int
cs_part_add(
    struct cs_part_set *s, const struct cs_batch *b, const uint16_t *bucket, struct cs_err *e)
{
	for (uint32_t row = 0; row < b->nrow; row++) {
		struct cs_part *p = &s->part[bucket[row]];
		struct cs_str record = cs_batch_record(b, row);

		/* With its newline, which is the byte behind it. */
		cs_buf_add(&p->buf, record.p, record.n + 1);
		p->rows++;
		if (p->buf.n >= s->piece && put_piece(s, p, e) != 0)
			return -1;
	}
	return 0;
}

int
cs_part_finish(struct cs_part_set *s, struct cs_err *e)
{
	for (unsigned i = 0; i < s->n; i++) {
		if (s->part[i].buf.n != 0 && put_piece(s, &s->part[i], e) != 0)
			return -1;
	}
	return 0;
}

void
cs_part_free(struct cs_part_set *s)
{
	for (unsigned i = 0; i < s->n; i++)
		cs_buf_finish(&s->part[i].buf);
	free(s->part);
	cs_gzpack_free(s->pack);
	cs_buf_finish(&s->packed);
	*s = (struct cs_part_set){0};
}
