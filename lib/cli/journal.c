/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of an exchange of files: see journal.h. */
#include "cli/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/num.h"
#include "rec/esc.h"
#include "rec/manifest.h"
#include "rec/reader.h"
#include "rec/writer.h"

static const char header[] = "folder\tname\tnew\tbytes\tcrc32", header_at[] = "folder";

enum { FOLDER, NAME, NEW, BYTES, CRC, NCOL };

/* A small stream of records that comes into a folder whole. */
struct small {
	struct cs_writer w;
	const struct cs_exchange_folder *folder;
	const char *name, *temp;
	int fd;
};

static int
begin(struct small *s, const struct cs_exchange_folder *folder, const char *name,
    const char *columns, struct cs_err *e)
{
	struct cs_head head = CS_HEAD_INIT;

	s->folder = folder;
	s->name = name;
	s->temp = CS_JOURNAL CS_JOURNAL_NEW;
	s->fd = openat(
	    folder->fd, s->temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (s->fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", folder->path);
	cs_writer_init(&s->w, s->fd, folder->path);
	(void)cs_head_parse(&head, cs_str_z(columns), NULL);
	cs_writer_head(&s->w, &head);
	cs_head_finish(&head);
	return 0;
}

/* Synced under another name first, so that there is none or a whole one. */
static int
end(struct small *s, struct cs_err *e)
{
	int folder = s->folder->fd;
	int r = cs_writer_finish(&s->w, e);

	cs_writer_free(&s->w);
	if (r == 0 && fsync(s->fd) != 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", s->folder->path);
	if (close(s->fd) != 0 && r == 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", s->folder->path);
	if (r == 0 && (renameat(folder, s->temp, folder, s->name) != 0 || fsync(folder) != 0))
		r = cs_err_errno(e, CS_EXIT_IO, "%s", s->folder->path);
	if (r != 0)
		(void)unlinkat(folder, s->temp, 0);
	return r;
}

static void
put_item(struct cs_writer *w, const char *folder, const struct cs_exchange_item *item)
{
	char hex[CS_NUM_HEX32 + 1];

	cs_writer_text(w, cs_str_z(folder));
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

/* Where the journal is, for all folders but its own. */
static int
write_places(const struct cs_exchange *x, struct cs_err *e)
{
	for (size_t i = 1; i < x->nfolder; i++) {
		struct small s;

		if (begin(&s, &x->folder[i], CS_JOURNAL_AT, header_at, e) != 0)
			return -1;
		cs_writer_text(&s.w, cs_str_z(x->folder[0].path));
		cs_writer_end(&s.w);
		if (end(&s, e) != 0)
			return -1;
	}
	return 0;
}

int
cs_journal_write(const struct cs_exchange *x, struct cs_err *e)
{
	struct small s;

	if (write_places(x, e) != 0 || begin(&s, &x->folder[0], CS_JOURNAL, header, e) != 0)
		return -1;
	for (size_t i = 0; i < x->n; i++)
		put_item(&s.w, x->folder[x->item[i].folder].path, &x->item[i]);
	return end(&s, e);
}

/* A journal while it is carried out. */
struct doing {
	struct cs_arena *arena;
	size_t *done;
	struct cs_str last; /* folder that was synced */
	struct cs_err *e;
};

/* A decoded cell as a C string; NULL: it is NULL, or nothing. */
static const char *
text_of(struct cs_arena *a, struct cs_str raw)
{
	struct cs_buf scratch = CS_BUF_INIT;
	const char *z = NULL;
	struct cs_str text;

	if (!cs_raw_null(raw) && cs_esc_decode(raw, &scratch, &text) && text.n != 0)
		z = cs_arena_str(a, text).p;
	cs_buf_finish(&scratch);
	return z;
}

/* A name in the folder and nowhere else. */
static bool
is_name(const char *z)
{
	return z != NULL && strchr(z, '/') == NULL && strcmp(z, ".") != 0 && strcmp(z, "..") != 0;
}

/* The new file to its name; that it has it already is fine. */
static int
put_in_place(struct doing *d, const char *folder, const char *new, struct cs_manifest_part *p)
{
	const char *from = cs_arena_printf(d->arena, "%s/%s", folder, new);
	const char *to = cs_arena_printf(d->arena, "%s/%s", folder, p->name.p);

	if (rename(from, to) == 0)
		return 0;
	if (errno != ENOENT)
		return cs_err_errno(d->e, CS_EXIT_IO, "%s", to);
	if (cs_manifest_verify(p, folder, NULL) == 0)
		return 0;
	(void)cs_err_set(d->e, CS_EXIT_DATA, "%s: the file that was to replace it is gone", to);
	return cs_err_hint(d->e, "remove " CS_JOURNAL ", and ask for the same again");
}

static int
carry_out(struct doing *d, const struct cs_batch *b, uint32_t row)
{
	const char *folder = text_of(d->arena, cs_batch_raw(b, row, FOLDER));
	const char *name = text_of(d->arena, cs_batch_raw(b, row, NAME));
	const char *new = text_of(d->arena, cs_batch_raw(b, row, NEW));
	struct cs_manifest_part p = {.name = cs_str_z(name), .rows = -1};
	uint32_t crc = 0;
	bool good = folder != NULL && folder[0] == '/' && is_name(name);

	if (good && new != NULL)
		good = is_name(new) && cs_exchange_named(new) &&
		       cs_num_i64(cs_batch_raw(b, row, BYTES), &p.bytes) &&
		       cs_num_hex32(cs_batch_raw(b, row, CRC), &crc);
	if (!good)
		return cs_err_set(d->e, CS_EXIT_DATA, "%s:%llu: a journal does not say so", b->file,
		    (unsigned long long)cs_batch_line(b, row));
	++*d->done;
	p.crc = crc;
	if (new != NULL)
		return put_in_place(d, folder, new, &p);
	name = cs_arena_printf(d->arena, "%s/%s", folder, name);
	return unlink(name) == 0 || errno == ENOENT ? 0
						    : cs_err_errno(d->e, CS_EXIT_IO, "%s", name);
}

/* Once all is renamed: on the disk too, and nothing points to the journal any more. */
static int
settle(struct doing *d, const struct cs_batch *b, uint32_t row)
{
	const char *folder = text_of(d->arena, cs_batch_raw(b, row, FOLDER));
	int fd;

	if (cs_str_eqz(d->last, folder))
		return 0;
	d->last = cs_str_z(folder);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return cs_err_errno(d->e, CS_EXIT_IO, "%s", folder);
	(void)fsync(fd);
	(void)close(fd);
	return 0;
}

/* Calls take for all records of a stream with these columns, of ours alone. */
static int
each_record(struct doing *d, const char *path, const char *columns,
    int (*take)(struct doing *d, const struct cs_batch *b, uint32_t row))
{
	char *paths[] = {(char *)(uintptr_t)path};
	struct cs_reader *r;
	struct cs_batch b = {0};
	struct stat st;
	int got = -1;

	if (lstat(path, &st) != 0)
		return cs_err_errno(d->e, CS_EXIT_IO, "%s", path);
	if (!S_ISREG(st.st_mode) || st.st_uid != geteuid())
		return cs_err_set(
		    d->e, CS_EXIT_DATA, "%s: this journal belongs to somebody else", path);
	r = cs_reader_open(paths, 1, 0, d->e);
	if (r == NULL)
		return -1;
	if (!cs_str_eqz(cs_reader_head(r)->raw, columns)) {
		(void)cs_err_set(d->e, CS_EXIT_DATA, "%s: this is no journal", path);
	} else {
		got = 1;
		while (got > 0 && (got = cs_reader_next(r, &b, d->e)) > 0)
			for (uint32_t row = 0; row < b.nrow && got > 0; row++)
				got = take(d, &b, row) == 0 ? 1 : -1;
	}
	cs_batch_finish(&b);
	cs_reader_close(r);
	return got;
}

/* The journal of a folder, if it has one. */
static int
finish_in(struct doing *d, const char *folder)
{
	const char *journal = cs_arena_printf(d->arena, "%s/%s", folder, CS_JOURNAL);

	if (access(journal, F_OK) != 0)
		return 0;
	if (each_record(d, journal, header, carry_out) != 0 ||
	    each_record(d, journal, header, settle) != 0)
		return -1;
	return unlink(journal) == 0 ? 0 : cs_err_errno(d->e, CS_EXIT_IO, "%s", journal);
}

/* The journal that a folder points to: in a folder that this run need not have locked. */
static int
finish_at(struct doing *d, const struct cs_batch *b, uint32_t row)
{
	const char *folder = text_of(d->arena, cs_batch_raw(b, row, FOLDER));
	const char *journal;
	int fd, r = 0;

	if (folder == NULL || folder[0] != '/')
		return cs_err_set(d->e, CS_EXIT_DATA, "%s: this is no journal", b->file);
	journal = cs_arena_printf(d->arena, "%s/%s", folder, CS_JOURNAL);
	if (access(journal, F_OK) != 0)
		return 0;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return cs_err_errno(d->e, CS_EXIT_IO, "%s", folder);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		r = cs_err_set(d->e, CS_EXIT_AGAIN, "%s: another run is at it", folder);
	else
		r = finish_in(d, folder);
	(void)close(fd);
	return r;
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
cs_journal_finish(const struct cs_exchange *x, size_t folder, size_t *done, struct cs_err *e)
{
	const struct cs_exchange_folder *f = &x->folder[folder];
	struct doing d = {.arena = x->arena, .done = done, .e = e};
	const char *at = cs_arena_printf(x->arena, "%s/%s", f->path, CS_JOURNAL_AT);

	if (finish_in(&d, f->path) != 0 ||
	    (access(at, F_OK) == 0 && each_record(&d, at, header_at, finish_at) != 0))
		return -1;
	sweep(f->fd);
	return 0;
}
