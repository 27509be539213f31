/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of an exchange of files: see journal.h. */
#include "cli/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/num.h"
#include "rec/esc.h"
#include "rec/manifest.h"
#include "rec/reader.h"
#include "rec/writer.h"

static const char header[] = "name\tnew\tbytes\tcrc32";
static const char unfinished[] = CS_JOURNAL CS_JOURNAL_NEW;

enum { NAME, NEW, BYTES, CRC, NCOL };

static void
put_item(struct cs_writer *w, const struct cs_exchange_item *item)
{
	char hex[CS_NUM_HEX32 + 1];

	cs_writer_text(w, cs_str_z(item->name));
	if (item->temp == NULL) {
		for (int i = NEW; i < NCOL; i++)
			cs_writer_null(w);
	} else {
		(void)snprintf(hex, sizeof hex, "%08lx", (unsigned long)item->crc);
		cs_writer_text(w, cs_str_z(item->temp));
		cs_writer_i64(w, item->bytes);
		cs_writer_text(w, cs_str(hex, CS_NUM_HEX32));
	}
	cs_writer_end(w);
}

/* Synced under another name first, so that there is none or a whole one. */
static int
put_file(const struct cs_exchange *x, size_t folder, int fd, struct cs_err *e)
{
	const struct cs_exchange_folder *f = &x->folder[folder];
	struct cs_head head = CS_HEAD_INIT;
	struct cs_writer w;
	int r;

	cs_writer_init(&w, fd, f->path);
	r = cs_head_parse(&head, cs_str_z(header), e);
	cs_writer_head(&w, &head);
	for (size_t i = 0; i < x->n; i++)
		if (x->item[i].folder == folder)
			put_item(&w, &x->item[i]);
	if (r == 0)
		r = cs_writer_finish(&w, e);
	if (r == 0 && fsync(fd) != 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", f->path);
	cs_writer_free(&w);
	cs_head_finish(&head);
	return r;
}

int
cs_journal_write(const struct cs_exchange *x, size_t folder, struct cs_err *e)
{
	const struct cs_exchange_folder *f = &x->folder[folder];
	bool any = false;
	int fd, r;

	for (size_t i = 0; i < x->n; i++)
		any |= x->item[i].folder == folder;
	if (!any)
		return 0;
	fd = openat(f->fd, unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", f->path);
	r = put_file(x, folder, fd, e);
	if (close(fd) != 0 && r == 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", f->path);
	if (r == 0 && (renameat(f->fd, unfinished, f->fd, CS_JOURNAL) != 0 || fsync(f->fd) != 0))
		r = cs_err_errno(e, CS_EXIT_IO, "%s", f->path);
	if (r != 0)
		(void)unlinkat(f->fd, unfinished, 0);
	return r;
}

/* A journal while it is carried out. */
struct doing {
	const char *path;
	int fd;
	struct cs_arena *arena;
	struct cs_err *e;
	size_t *done;
};

/* The file has the size and the checksum that the new one had. */
static bool
in_place(const struct doing *d, const struct cs_manifest_part *p)
{
	return cs_manifest_verify(p, d->path, NULL) == 0;
}

/* A name in the folder and nowhere else, decoded; p NULL: it is none, or NULL. */
static struct cs_str
name_of(const struct doing *d, struct cs_str raw)
{
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_str text = {NULL, 0};

	if (!cs_raw_null(raw) && cs_esc_decode(raw, &scratch, &text) && text.n != 0 &&
	    cs_str_find(text, '/') == text.n && !cs_str_eqz(text, "..") && !cs_str_eqz(text, "."))
		text = cs_arena_str(d->arena, text);
	else
		text = cs_str(NULL, 0);
	cs_buf_finish(&scratch);
	return text;
}

static int
carry_out(struct doing *d, const struct cs_batch *b, uint32_t row)
{
	struct cs_str name = name_of(d, cs_batch_raw(b, row, NAME));
	struct cs_str new = name_of(d, cs_batch_raw(b, row, NEW));
	bool goes = cs_raw_null(cs_batch_raw(b, row, NEW));
	struct cs_manifest_part p = {.name = name, .rows = -1};
	uint32_t crc = 0;

	if (name.p == NULL || (!goes && (new.p == NULL || !cs_exchange_named(new.p) ||
					    !cs_num_i64(cs_batch_raw(b, row, BYTES), &p.bytes) ||
					    !cs_num_hex32(cs_batch_raw(b, row, CRC), &crc))))
		return cs_err_set(d->e, CS_EXIT_DATA, "%s:%llu: a journal does not say so", b->file,
		    (unsigned long long)cs_batch_line(b, row));
	++*d->done;
	if (goes)
		return unlinkat(d->fd, name.p, 0) == 0 || errno == ENOENT
			   ? 0
			   : cs_err_errno(d->e, CS_EXIT_IO, "%s/%s", d->path, name.p);
	if (renameat(d->fd, new.p, d->fd, name.p) == 0)
		return 0;
	if (errno != ENOENT)
		return cs_err_errno(d->e, CS_EXIT_IO, "%s/%s", d->path, name.p);
	p.crc = crc;
	if (in_place(d, &p))
		return 0;
	(void)cs_err_set(
	    d->e, CS_EXIT_DATA, "%s/%s: the file that was to replace it is gone", d->path, name.p);
	return cs_err_hint(d->e, "remove %s/%s, and ask for the same again", d->path, CS_JOURNAL);
}

static int
carry_out_all(struct doing *d, const char *journal)
{
	char *path[] = {(char *)(uintptr_t)journal};
	struct cs_reader *r = cs_reader_open(path, 1, 0, d->e);
	struct cs_batch b = {0};
	int got = -1;

	if (r == NULL)
		return -1;
	if (!cs_str_eqz(cs_reader_head(r)->raw, header)) {
		(void)cs_err_set(d->e, CS_EXIT_DATA, "%s: this is no journal", journal);
	} else {
		while ((got = cs_reader_next(r, &b, d->e)) > 0)
			for (uint32_t row = 0; row < b.nrow && got > 0; row++)
				got = carry_out(d, &b, row) == 0 ? 1 : -1;
	}
	cs_batch_finish(&b);
	cs_reader_close(r);
	return got;
}

/* New files that no journal has (any more). */
static void
sweep(int fd)
{
	int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = own >= 0 ? fdopendir(own) : NULL;
	const struct dirent *x;

	if (d == NULL) {
		if (own >= 0)
			(void)close(own);
		return;
	}
	while ((x = readdir(d)) != NULL)
		if (cs_exchange_named(x->d_name))
			(void)unlinkat(fd, x->d_name, 0);
	(void)closedir(d);
}

int
cs_journal_finish(const char *path, int fd, struct cs_arena *arena, size_t *done, struct cs_err *e)
{
	struct doing d = {path, fd, arena, e, done};

	if (faccessat(fd, CS_JOURNAL, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		if (carry_out_all(&d, cs_arena_printf(arena, "%s/%s", path, CS_JOURNAL)) != 0)
			return -1;
		if (fsync(fd) != 0 || unlinkat(fd, CS_JOURNAL, 0) != 0 || fsync(fd) != 0)
			return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	}
	sweep(fd);
	return 0;
}
