/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One customer taken out of files: see erasing.h. */
#include "cli/erasing.h"

#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/exchange.h"
#include "cli/receipt.h"
#include "rec/bytes.h"
#include "rec/gzpack.h"
#include "rec/manifest.h"

enum { PIECE = 1 << 20 }; /* bytes of text that are packed and written at once */

struct erasing {
	struct cs_cli *cli;
	struct cs_holdings held;
	struct cs_exchange exchange;
	struct cs_erase erase;
	struct cs_receipt receipt;
	struct cs_gzpack *pack;
	struct cs_buf out, packed; /* on the way to a file */
	bool *changed;		   /* by file */
	int64_t *rows, *bytes;	   /* of files that are made anew */
	uint32_t *crc;
	uint64_t nchanged;
};

/* A file while it is looked at, or made anew. */
struct pass {
	struct erasing *s;
	const struct cs_holding *file;
	struct cs_erase_count count;
	struct cs_arena arena;
	bool begun, changed;
	bool write, receipt; /* what is to be done */
};

/* What has come together goes to the new file, packed as the old one was. */
static int
put_piece(struct erasing *s, bool gz, struct cs_err *e)
{
	const struct cs_buf *b = &s->out;
	int r;

	if (b->n == 0)
		return 0;
	if (gz) {
		cs_buf_reset(&s->packed);
		cs_gzpack_member(s->pack, cs_buf_all(b), &s->packed);
		b = &s->packed;
	}
	r = cs_exchange_write(&s->exchange, b->p, b->n, e);
	cs_buf_reset(&s->out);
	return r;
}

static int
erase_batch(
    void *arg, const struct cs_person_view *view, const struct cs_batch *b, struct cs_err *e)
{
	struct pass *p = arg;
	struct erasing *s = p->s;

	if (!p->begun) {
		cs_erase_begin(&p->count, &p->arena, view);
		cs_buf_str(&s->out, view->head->raw);
		cs_buf_c(&s->out, '\n');
		p->begun = true;
	}
	if (b != NULL) {
		p->changed |= cs_erase_batch(&s->erase, view, b, &p->count, &s->out);
		s->cli->count.read += p->receipt ? b->nrow : 0;
	} else if (p->receipt) {
		cs_receipt_records(&s->receipt, p->file->path, view, &p->count);
	}
	if (!p->write)
		cs_buf_reset(&s->out);
	return s->out.n >= PIECE || b == NULL ? put_piece(s, p->file->gz, e) : 0;
}

/* A trace: lines of text. */
static int
erase_lines(struct pass *p, const char *path, struct cs_err *e)
{
	struct erasing *s = p->s;
	struct cs_bytes *in = cs_bytes_open(path, e);
	struct cs_buf line = CS_BUF_INIT;
	uint64_t n = 0;
	int64_t got;

	if (in == NULL)
		return -1;
	while ((got = cs_bytes_read(in, cs_buf_reserve(&line, PIECE), PIECE, e)) > 0)
		line.n += (size_t)got;
	cs_bytes_close(in);
	if (got == 0) {
		n = cs_erase_text(&s->erase, cs_buf_all(&line), 0, &s->out);
		p->changed = n != 0;
		if (p->receipt)
			cs_receipt_put(
			    &s->receipt, p->file->path, CS_STR("trace"), "redacted", n, NULL);
		if (!p->write)
			cs_buf_reset(&s->out);
		got = put_piece(s, p->file->gz, e);
	}
	cs_buf_finish(&line);
	return (int)got;
}

/* One look at a file, wherever its bytes are now. */
static int
look(struct pass *p, const char *path, struct cs_err *e)
{
	int r;

	if (p->file->kind == CS_HOLDING_TRACE)
		r = erase_lines(p, path, e);
	else
		r = cs_knowing_read(p->s->cli, path, erase_batch, p, e);
	cs_arena_finish(&p->arena);
	return r;
}

/* The new file must have nothing left to erase. */
static int
check_new(struct erasing *s, const struct cs_holding *file, const char *path, struct cs_err *e)
{
	struct pass again = {.s = s, .file = file};

	if (look(&again, path, e) != 0)
		return -1;
	return !again.changed
		   ? 0
		   : cs_err_set(e, CS_EXIT_DATA,
			 "%s: the customer is not gone from what was made of it", file->path);
}

/* Makes a file anew, if it has something of the customer. */
static int
erase_file(struct erasing *s, size_t i, bool dry, struct cs_err *e)
{
	const struct cs_holding *file = &s->held.file[i];
	struct pass first = {.s = s, .file = file, .receipt = true};
	struct pass second = {.s = s, .file = file, .write = true};
	const struct cs_exchange_item *made;
	const char *temp;

	if (look(&first, file->path, e) != 0)
		return -1;
	if (!first.changed)
		return 0;
	s->changed[i] = true;
	s->nchanged++;
	if (file->linked)
		cs_receipt_put(&s->receipt, file->path, CS_STR("name"), "left", 1,
		    "the file has another name (a hard link) that still leads to the old one");
	if (dry)
		return 0;
	if (cs_exchange_begin(&s->exchange, file->real, e) != 0 ||
	    look(&second, file->path, e) != 0 || (temp = cs_exchange_end(&s->exchange, e)) == NULL)
		return -1;
	made = cs_exchange_last(&s->exchange);
	s->rows[i] = (int64_t)(second.count.rows - second.count.dropped);
	s->bytes[i] = made->bytes;
	s->crc[i] = made->crc;
	return check_new(s, file, temp, e);
}

/* The file of a part, by the folder of its manifest; held.n: not among the files. */
static size_t
find_part(const struct erasing *s, const struct cs_holding *manifest, struct cs_str name)
{
	struct cs_str folder = cs_str_z(manifest->path);
	size_t i;

	folder.n -= cs_manifest_base(folder).n;
	for (i = 0; i < s->held.n; i++) {
		struct cs_str path = cs_str_z(s->held.file[i].path);

		if (cs_str_starts(path, folder) && cs_str_eq(cs_str_skip(path, folder.n), name))
			break;
	}
	return i;
}

/* The manifest says of each part what it is now. */
static int
erase_manifest(struct erasing *s, size_t at, bool dry, struct cs_err *e)
{
	const struct cs_holding *file = &s->held.file[at];
	struct cs_manifest m;
	struct cs_writer w;
	uint64_t n = 0;
	int r;

	if (cs_manifest_read(&m, &s->cli->arena, file->path, e) != 0)
		return -1;
	for (size_t k = 0; k < m.n; k++) {
		struct cs_manifest_part *p = &m.part[k];
		size_t i = find_part(s, file, p->name);

		if (i == s->held.n || !s->changed[i])
			continue;
		n++;
		*p = (struct cs_manifest_part){p->name, s->rows[i], s->bytes[i], s->crc[i]};
	}
	cs_receipt_put(&s->receipt, file->path, CS_STR("manifest"), "remade", n, NULL);
	if (dry || n == 0)
		return 0;
	s->nchanged++;
	if (cs_exchange_begin(&s->exchange, file->real, e) != 0)
		return -1;
	cs_writer_init(&w, s->exchange.fd, file->path);
	cs_manifest_write(&m, &w);
	/* Through the exchange, which keeps the checksum. */
	r = cs_exchange_write(&s->exchange, w.buf.p, w.buf.n, e);
	cs_writer_free(&w);
	return r == 0 && cs_exchange_end(&s->exchange, e) != NULL ? 0 : -1;
}

/* An index of a file that has changed leads nowhere. */
static int
erase_index(struct erasing *s, size_t at, bool dry, struct cs_err *e)
{
	const struct cs_holding *file = &s->held.file[at];
	struct cs_str path = cs_str_z(file->path);

	path.n -= CS_STR(".idx").n;
	for (size_t i = 0; i < s->held.n; i++) {
		if (!s->changed[i] || !cs_str_eq(cs_str_z(s->held.file[i].path), path))
			continue;
		cs_receipt_put(&s->receipt, file->path, CS_STR("index"), "removed", 1,
		    "it is of the file as it was");
		return dry ? 0 : cs_exchange_remove(&s->exchange, file->real, e);
	}
	return 0;
}

/* What is not ours is searched, and left as it is. */
static int
search_other(struct erasing *s, const struct cs_holding *file, struct cs_err *e)
{
	struct cs_bytes *in = cs_bytes_open(file->path, e);
	struct cs_mention_hit hit;
	uint64_t n = 0;
	int64_t got;

	if (in == NULL)
		return -1;
	/* The end of a block is looked at once more with the next: a mention may lie across. */
	cs_buf_reset(&s->out);
	while ((got = cs_bytes_read(in, cs_buf_reserve(&s->out, PIECE), PIECE, e)) > 0) {
		enum { ACROSS = 4096 };
		size_t at = 0;

		s->out.n += (size_t)got;
		for (; cs_mentions_find(&s->erase.person->said, cs_buf_all(&s->out), at, 0, &hit);
		     at = hit.end)
			n++;
		if (s->out.n > ACROSS && at < s->out.n - ACROSS)
			at = s->out.n - ACROSS;
		memmove(s->out.p, s->out.p + at, s->out.n - at);
		s->out.n -= at;
	}
	cs_bytes_close(in);
	cs_buf_reset(&s->out);
	cs_receipt_put(&s->receipt, file->path, CS_STR("file"), "left", n,
	    "no record stream: it mentions them, and must be made anew or erased by hand");
	return (int)got;
}

static int
erase_one(struct erasing *s, size_t i, bool dry, struct cs_err *e)
{
	switch (s->held.file[i].kind) {
	case CS_HOLDING_RECORDS:
	case CS_HOLDING_TRACE:
		return erase_file(s, i, dry, e);
	case CS_HOLDING_OTHER:
		return search_other(s, &s->held.file[i], e);
	case CS_HOLDING_MANIFEST:
	case CS_HOLDING_INDEX:
		break; /* when all others are known */
	}
	return 0;
}

static int
erase_rest(struct erasing *s, size_t i, bool dry, struct cs_err *e)
{
	switch (s->held.file[i].kind) {
	case CS_HOLDING_MANIFEST:
		return erase_manifest(s, i, dry, e);
	case CS_HOLDING_INDEX:
		return erase_index(s, i, dry, e);
	case CS_HOLDING_RECORDS:
	case CS_HOLDING_TRACE:
	case CS_HOLDING_OTHER:
		break;
	}
	return 0;
}

/* What of the customer cannot be told from others. */
static void
receipt_of_person(struct erasing *s)
{
	const struct cs_mentions *m = &s->erase.person->said;
	uint64_t small = 0;

	for (uint32_t i = 0; i < m->text.n; i++)
		small += m->item[i].text.n < CS_MENTION_LEAST;
	cs_receipt_put(&s->receipt, NULL, CS_STR("identifiers"), "left", s->erase.person->shared,
	    "somebody else has them too: rows without a customer_id that hold them stay");
	cs_receipt_put(&s->receipt, NULL, CS_STR("identifiers"), "left", small,
	    "too short to be looked for within texts");
}

static int
erase_all(struct erasing *s, bool dry, struct cs_err *e)
{
	size_t n = s->held.n;
	int r = 0;

	s->changed = cs_arena_new(&s->cli->arena, n + 1, sizeof *s->changed);
	s->rows = cs_arena_new(&s->cli->arena, n + 1, sizeof *s->rows);
	s->bytes = cs_arena_new(&s->cli->arena, n + 1, sizeof *s->bytes);
	s->crc = cs_arena_new(&s->cli->arena, n + 1, sizeof *s->crc);
	s->pack = cs_gzpack_new(1);
	for (size_t i = 0; i < n && r == 0; i++)
		r = erase_one(s, i, dry, e);
	for (size_t i = 0; i < n && r == 0; i++)
		r = erase_rest(s, i, dry, e);
	cs_gzpack_free(s->pack);
	receipt_of_person(s);
	if (r == 0 && !dry)
		r = cs_exchange_commit(&s->exchange, e);
	return r;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Locks the folders of all files; what a killed run left is finished, and the files are found once
 * more. */
static int
open_exchange(struct erasing *s, struct cs_err *e)
{
	struct cs_arena *a = &s->cli->arena;
	const char **folder = cs_arena_new(a, s->held.n + 1, sizeof *folder);
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < s->held.n; i++) {
		const char *real = s->held.file[i].real, *slash = strrchr(real, '/');

		folder[n++] =
		    cs_arena_printf(a, "%.*s", slash == real ? 1 : (int)(slash - real), real);
	}
	qsort(folder, n, sizeof *folder, compare);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || strcmp(folder[kept - 1], folder[i]) != 0)
			folder[kept++] = folder[i];
	if (cs_exchange_open(&s->exchange, a, folder, kept, e) != 0)
		return -1;
	if (s->exchange.finished == 0)
		return 0;
	cs_msg_note(
	    "%zu files of a run that was ended are in their place now", s->exchange.finished);
	cs_holdings_finish(&s->held);
	return cs_holdings_find(&s->held, a, s->cli->file, s->cli->nfile, e);
}

static int
run_locked(
    struct erasing *s, const struct cs_erasing_ask *ask, struct cs_person *person, struct cs_err *e)
{
	struct cs_secret *key = NULL, *once = NULL;
	int r = -1;

	if ((ask->key == NULL || (key = cs_secret_load(ask->key, e)) != NULL) &&
	    (once = cs_secret_new(e)) != NULL &&
	    cs_knowing_learn(s->cli, &s->held, &ask->who, person, e) == 0 &&
	    cs_cli_output(s->cli, e) == 0) {
		s->erase = (struct cs_erase){
		    .person = person, .secret = once, .drop = ask->drop, .unlink = ask->unlink};
		cs_receipt_begin(&s->receipt, s->cli->out, key, ask->who.customer[0]);
		r = erase_all(s, ask->dry, e);
	}
	cs_secret_free(once);
	cs_secret_free(key);
	return r;
}

int
cs_erasing_run(struct cs_cli *cli, const struct cs_erasing_ask *ask, struct cs_err *e)
{
	struct erasing s = {.cli = cli, .exchange = {.fd = -1}};
	struct cs_person person = {0};
	int r = -1;

	if (cs_holdings_find(&s.held, &cli->arena, cli->file, cli->nfile, e) == 0 &&
	    (ask->dry || open_exchange(&s, e) == 0))
		r = run_locked(&s, ask, &person, e);
	if (r == 0) {
		cs_msg_note("%llu of %zu files %s", (unsigned long long)s.nchanged, s.held.n,
		    ask->dry ? "would be made anew; nothing was changed" : "are made anew");
		if (s.receipt.left != 0) {
			cs_msg_warn("something is left: the receipt says what, and why");
			r = CS_EXIT_NO;
		}
	}
	cs_exchange_drop(&s.exchange);
	cs_erase_finish(&s.erase);
	cs_buf_finish(&s.out);
	cs_buf_finish(&s.packed);
	cs_holdings_finish(&s.held);
	cs_person_finish(&person);
	return r;
}
