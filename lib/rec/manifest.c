/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parts a whole has: see manifest.h. */
#include "rec/manifest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "rec/bytes.h"
#include "rec/esc.h"
#include "rec/gz.h"
#include "rec/index.h"
#include "rec/part.h"
#include "rec/reader.h"

const char cs_manifest_name[] = "manifest.tsv";

enum column { SHARD, ROWS, BYTES, CRC, PARTS, BY, COLUMNS };

static const struct cs_str names[COLUMNS] = {CS_STR_INIT("shard"), CS_STR_INIT("rows"),
    CS_STR_INIT("bytes"), CS_STR_INIT("crc32"), CS_STR_INIT("parts"), CS_STR_INIT("by")};

struct cs_str
cs_manifest_base(struct cs_str path)
{
	const char *slash = path.n != 0 ? memrchr(path.p, '/', path.n) : NULL;

	return slash != NULL ? cs_str_skip(path, (size_t)(slash - path.p) + 1) : path;
}

struct reading {
	struct cs_manifest *m;
	size_t cap;
	int col[COLUMNS]; /* -1: not there */
	int64_t parts;	  /* as the records say; -1: they do not */
	struct cs_map seen;
	struct cs_arena *arena;
	struct cs_buf scratch;
};

static int
bad(const struct cs_batch *b, uint32_t row, enum column c, struct cs_err *e)
{
	static const char *const what[COLUMNS] = {"is empty or NULL", "is not a number of records",
	    "is not a number of bytes", "is not eight hexadecimal digits",
	    "is not the same number of parts everywhere", "is not the same everywhere"};

	return cs_err_set(e, CS_EXIT_DATA, "%s:%llu: column %s %s", b->file,
	    (unsigned long long)cs_batch_line(b, row), names[c].p, what[c]);
}

/* A number of the part; -1 where the column is not there or NULL. */
static int
read_number(const struct reading *r, const struct cs_batch *b, uint32_t row, enum column c,
    int64_t *v, struct cs_err *e)
{
	struct cs_str raw;
	uint32_t crc;
	bool good;

	*v = -1;
	if (r->col[c] < 0)
		return 0;
	raw = cs_batch_raw(b, row, (unsigned)r->col[c]);
	if (cs_raw_null(raw))
		return 0;
	if (c == CRC && (good = cs_num_hex32(raw, &crc)))
		*v = crc;
	else if (c != CRC)
		good = cs_num_i64(raw, v) && *v >= 0;
	return good ? 0 : bad(b, row, c, e);
}

/* By which columns; p NULL: the manifest does not say. */
static struct cs_str
read_by(struct reading *r, const struct cs_batch *b, uint32_t row)
{
	struct cs_str by;

	if (r->col[BY] < 0)
		return (struct cs_str){NULL, 0};
	by = cs_batch_raw(b, row, (unsigned)r->col[BY]);
	if (cs_raw_null(by))
		return (struct cs_str){NULL, 0};
	cs_buf_reset(&r->scratch);
	(void)cs_esc_decode(by, &r->scratch, &by);
	return cs_arena_str(r->arena, by);
}

static int
read_part(struct reading *r, const struct cs_batch *b, uint32_t row, struct cs_err *e)
{
	struct cs_manifest_part p;
	int64_t parts;
	struct cs_str by, name = cs_batch_raw(b, row, (unsigned)r->col[SHARD]);
	size_t known = r->seen.n;

	if (name.n == 0 || cs_raw_null(name))
		return bad(b, row, SHARD, e);
	cs_buf_reset(&r->scratch);
	(void)cs_esc_decode(name, &r->scratch, &name);
	p.name = cs_arena_str(r->arena, name);
	(void)cs_map_add(&r->seen, cs_manifest_base(p.name));
	if (r->seen.n == known)
		return cs_err_set(e, CS_EXIT_DATA, "%s:%llu: the part '%.*s' is named twice",
		    b->file, (unsigned long long)cs_batch_line(b, row), CS_STR_ARG(p.name));
	if (read_number(r, b, row, ROWS, &p.rows, e) != 0 ||
	    read_number(r, b, row, BYTES, &p.bytes, e) != 0 ||
	    read_number(r, b, row, CRC, &p.crc, e) != 0 ||
	    read_number(r, b, row, PARTS, &parts, e) != 0)
		return -1;
	if (r->m->n != 0 && parts != r->parts)
		return bad(b, row, PARTS, e);
	r->parts = parts;
	by = read_by(r, b, row);
	if (r->m->n != 0 && ((by.p == NULL) != (r->m->by.p == NULL) || !cs_str_eq(by, r->m->by)))
		return bad(b, row, BY, e);
	r->m->by = by;
	r->m->part = cs_mem_grow(r->m->part, &r->cap, r->m->n + 1, sizeof *r->m->part);
	r->m->part[r->m->n++] = p;
	return 0;
}

/* The parts lie in memory that grows; what is read moves to the arena. */
static int
read_parts(struct reading *r, struct cs_reader *in, struct cs_err *e)
{
	struct cs_batch b = {0};
	struct cs_manifest_part *part;
	int got;

	while ((got = cs_reader_next(in, &b, e)) > 0) {
		for (uint32_t row = 0; row < b.nrow && got > 0; row++)
			got = read_part(r, &b, row, e) == 0 ? 1 : -1;
		if (got < 0)
			break;
	}
	cs_batch_finish(&b);
	part = cs_arena_new(r->arena, r->m->n, sizeof *part);
	for (size_t i = 0; i < r->m->n; i++)
		part[i] = r->m->part[i];
	free(r->m->part);
	r->m->part = part;
	return got;
}

/* What was read is all that there was, by the number of parts. */
static int
check_whole(const struct reading *r, const char *path, struct cs_err *e)
{
	if (r->m->n == 0)
		return cs_err_set(e, CS_EXIT_DATA, "%s: the manifest has no parts", path);
	for (int c = 0; c < PARTS && r->col[PARTS] >= 0; c++) {
		if (r->col[c] < 0)
			return cs_err_set(e, CS_EXIT_DATA,
			    "%s: the manifest has a column parts, and none called %s", path,
			    names[c].p);
	}
	if (r->parts < 0 || (uint64_t)r->parts == r->m->n)
		return 0;
	(void)cs_err_set(e, CS_EXIT_DATA, "%s: the manifest is of %lld parts, and names %zu", path,
	    (long long)r->parts, r->m->n);
	return cs_err_hint(e, "records of it are lost, or are too many: cut the input anew");
}

int
cs_manifest_read(struct cs_manifest *m, struct cs_arena *a, const char *path, struct cs_err *e)
{
	char *const paths[] = {(char *)(uintptr_t)path};
	struct cs_reader *in = cs_reader_open(paths, 1, 0, e);
	struct reading r = {.m = m, .arena = a};
	int result = -1;

	*m = (struct cs_manifest){0};
	if (in == NULL)
		return -1;
	for (int c = 0; c < COLUMNS; c++)
		r.col[c] = cs_head_find(cs_reader_head(in), names[c]);
	if (r.col[SHARD] < 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s: a manifest has a column shard", path);
		(void)cs_err_hint(e,
		    "cs-part writes manifests; by hand: a first line 'shard', then "
		    "a name a line");
	} else if (read_parts(&r, in, e) == 0) {
		result = check_whole(&r, path, e);
	}
	cs_reader_close(in);
	cs_map_finish(&r.seen);
	cs_buf_finish(&r.scratch);
	return result;
}

int
cs_manifest_read_in(struct cs_manifest *m, struct cs_arena *a, const char *folder, struct cs_err *e)
{
	const char *path = cs_arena_printf(a, "%s/%s", folder, cs_manifest_name);

	if (cs_manifest_read(m, a, path, e) == 0)
		return 0;
	if (access(path, F_OK) != 0)
		return cs_err_hint(e, "a folder is read by the manifest that cs-part makes; of "
				      "others name the files");
	return -1;
}

/* The bytes and the checksum of what a descriptor has to read. */
static int
sum_file(int fd, int64_t *bytes, uint32_t *crc)
{
	enum { BLOCK = 256 * 1024 };
	char *block = cs_mem_new(BLOCK, 1);
	ssize_t n;

	*bytes = 0;
	*crc = 0;
	while ((n = read(fd, block, BLOCK)) > 0 || (n < 0 && errno == EINTR)) {
		if (n > 0) {
			*crc = cs_gz_crc32(*crc, block, (size_t)n);
			*bytes += n;
		}
	}
	free(block);
	return n == 0 ? 0 : -1;
}

/* The records of a part, packed or not, without the head. */
static int
count_rows(const char *path, int64_t *rows, struct cs_err *e)
{
	struct cs_bytes *in = cs_bytes_open(path, e);
	char *block, *end;
	int64_t n = -1;

	*rows = -1;
	if (in == NULL)
		return -1;
	block = cs_mem_new(CS_BYTES_BLOCK, 1);
	while ((n = cs_bytes_read(in, block, CS_BYTES_BLOCK, e)) > 0) {
		end = block + n;
		for (const char *p = block; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
			++*rows;
	}
	free(block);
	cs_bytes_close(in);
	return n == 0 ? 0 : -1;
}

/* The rest, once the bytes are those of the manifest. */
static int
verify_rows(const struct cs_manifest_part *p, const char *path, struct cs_err *e)
{
	int64_t rows;

	if (p->rows < 0)
		return 0;
	if (count_rows(path, &rows, e) != 0)
		return -1;
	return rows == p->rows ? 0
			       : cs_err_set(e, CS_EXIT_DATA, "%s: of %lld records, not %lld", path,
				     (long long)rows, (long long)p->rows);
}

int
cs_manifest_verify(const struct cs_manifest_part *p, const char *folder, struct cs_err *e)
{
	struct cs_buf path = CS_BUF_INIT;
	int64_t bytes = 0;
	uint32_t crc = 0;
	int fd, r;

	cs_buf_printf(&path, "%s/%.*s", folder, CS_STR_ARG(p->name));
	fd = open(cs_buf_cstr(&path), O_RDONLY | O_CLOEXEC);
	r = fd >= 0 ? sum_file(fd, &bytes, &crc) : -1;
	if (r != 0)
		(void)cs_err_errno(e, CS_EXIT_IO, "%s", cs_buf_cstr(&path));
	else if (p->bytes >= 0 && bytes != p->bytes)
		r = cs_err_set(e, CS_EXIT_DATA, "%s: of %lld bytes, not %lld", cs_buf_cstr(&path),
		    (long long)bytes, (long long)p->bytes);
	else if (p->crc >= 0 && crc != p->crc)
		r = cs_err_set(e, CS_EXIT_DATA, "%s: of the checksum %08lx, not %08lx",
		    cs_buf_cstr(&path), (unsigned long)crc, (unsigned long)p->crc);
	else
		r = verify_rows(p, cs_buf_cstr(&path), e);
	if (fd >= 0)
		(void)close(fd);
	cs_buf_finish(&path);
	return r;
}

static int
may_be_part(const struct dirent *x)
{
	return cs_part_named(x->d_name) && strcmp(x->d_name, cs_manifest_name) != 0 &&
	       !cs_str_ends(cs_str_z(x->d_name), cs_str_z(cs_index_suffix));
}

static int
by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int
cs_manifest_unlisted(const struct cs_manifest *m, const char *folder, struct cs_arena *a,
    const char ***name, size_t *n, struct cs_err *e)
{
	struct dirent **file;
	struct cs_map listed = CS_MAP_INIT;
	int files = scandir(folder, &file, may_be_part, by_bytes);

	*n = 0;
	if (files < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", folder);
	for (size_t i = 0; i < m->n; i++)
		(void)cs_map_add(&listed, m->part[i].name);
	*name = cs_arena_new(a, (size_t)files, sizeof **name);
	for (int i = 0; i < files; i++) {
		if (cs_map_find(&listed, cs_str_z(file[i]->d_name)) == CS_MAP_NONE)
			(*name)[(*n)++] = cs_arena_printf(a, "%s", file[i]->d_name);
		free(file[i]);
	}
	free(file);
	cs_map_finish(&listed);
	return 0;
}

static void
put_number(struct cs_writer *w, int64_t v)
{
	if (v >= 0)
		cs_writer_i64(w, v);
	else
		cs_writer_null(w);
}

void
cs_manifest_write(const struct cs_manifest *m, struct cs_writer *w)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_buf hex = CS_BUF_INIT;

	for (int c = 0; c < COLUMNS; c++)
		(void)cs_head_add(&head, names[c], NULL);
	cs_writer_head(w, &head);
	for (size_t i = 0; i < m->n; i++) {
		const struct cs_manifest_part *p = &m->part[i];

		cs_writer_text(w, p->name);
		put_number(w, p->rows);
		put_number(w, p->bytes);
		if (p->crc >= 0) {
			cs_buf_reset(&hex);
			cs_buf_printf(&hex, "%08lx", (unsigned long)p->crc);
			cs_writer_raw(w, cs_buf_all(&hex));
		} else {
			cs_writer_null(w);
		}
		cs_writer_i64(w, (int64_t)m->n);
		if (m->by.p != NULL)
			cs_writer_text(w, m->by);
		else
			cs_writer_null(w);
		cs_writer_end(w);
	}
	cs_head_finish(&head);
	cs_buf_finish(&hex);
}
