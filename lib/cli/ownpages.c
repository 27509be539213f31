/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everybody's own page: see ownpages.h. */
#include "cli/ownpages.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/outdir.h"
#include "cli/rankcontacts.h"
#include "cli/ranksay.h"
#include "desk/visits.h"
#include "rank/rankpage.h"

static const char behind[] = ".page.tsv";
static const char *const columns[] = {"page", "band"};

/* Others that there must be when nobody says how many. */
enum { PEERS = 5 };

/* Bytes of a name before it is cut: with what stands behind it fits any file system. */
enum { NAME_MOST = 200 };

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == '.';
}

/* Appends the name of the file of a unit whose keys are these. */
static void
name_page(struct cs_buf *b, const struct cs_str *key, size_t n)
{
	struct cs_buf name = CS_BUF_INIT;
	struct cs_visit_hash hash;

	for (size_t k = 0; k < n; k++) {
		if (k != 0)
			cs_buf_c(&name, '+');
		for (size_t i = 0; i < key[k].n; i++) {
			char c = key[k].p[i];

			if (is_plain(c) && (c != '.' || name.n != 0))
				cs_buf_c(&name, c);
			else
				cs_buf_printf(&name, "%%%02x", (unsigned)(unsigned char)c);
		}
	}
	if (name.n == 0) {
		cs_buf_c(b, '%'); /* alone, and no file that listings hide */
	} else if (name.n <= NAME_MOST) {
		cs_buf_str(b, cs_buf_all(&name));
	} else {
		/* %- is what no byte is written as. */
		hash = cs_visit_hash(cs_buf_all(&name));
		cs_buf_str(b, cs_str(name.p, NAME_MOST));
		cs_buf_printf(b, "%%-%016" PRIx64 "%016" PRIx64, hash.half[0], hash.half[1]);
	}
	cs_buf_z(b, behind);
	cs_buf_finish(&name);
}

/* True for names that name_page makes. */
static bool
is_page(const char *name)
{
	struct cs_str s = cs_str_z(name);
	size_t n = sizeof behind - 1;

	if (s.n < n || memcmp(s.p + s.n - n, behind, n) != 0)
		return false;
	for (size_t i = 0; i < s.n - n; i++) {
		if (!is_plain(s.p[i]) && s.p[i] != '%' && s.p[i] != '+')
			return false;
	}
	return s.p[0] != '.';
}

/* The names of all files, in the order of the ranking. */
static const char *const *
name_files(const struct cs_rankwork *w)
{
	const char **file = cs_arena_new(w->arena, w->ranking.n, sizeof *file);
	struct cs_str *key = cs_arena_new(w->arena, cs_cells_keys(w->cells), sizeof *key);
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < w->ranking.n; i++) {
		size_t n = 0;

		for (unsigned k = 0; k < cs_cells_keys(w->cells); k++) {
			if (w->keys.sort[k] == CS_RANK_UNIT)
				key[n++] = cs_rankwork_name(w, w->ranking.row[i].unit, k);
		}
		cs_buf_reset(&b);
		name_page(&b, key, n);
		file[i] = cs_arena_str(w->arena, cs_buf_all(&b)).p;
	}
	cs_buf_finish(&b);
	return file;
}

/* One file. */
static int
write_page(struct cs_outdir *dir, size_t i, const struct cs_rankpage *page,
    const struct cs_head *head, struct cs_err *e)
{
	const struct cs_rankwork *w = page->work;
	struct cs_writer out;
	int r;

	if (cs_outdir_begin(dir, i, e) != 0)
		return -1;
	cs_writer_init(
	    &out, dir->fd[i], cs_arena_printf(w->arena, "%s/%s", dir->name, dir->file[i]));
	cs_writer_head(&out, head);
	cs_rankpage_write(page, &w->ranking.row[i], &out);
	r = cs_writer_finish(&out, e);
	cs_writer_free(&out);
	return r == 0 ? cs_outdir_end(dir, i, e) : r;
}

/* The list of the pages. */
static int
write_list(
    struct cs_cli *cli, const struct cs_rankwork *w, const char *const *file, struct cs_err *e)
{
	struct cs_rankout o = {cli->out, w, CS_BUF_INIT};
	struct cs_head head = CS_HEAD_INIT;
	int r = -1;

	if (cs_rankout_head(&head, w, e) == 0 && cs_rankout_columns(&head, columns, 2, e) == 0) {
		cs_writer_head(cli->out, &head);
		for (size_t i = 0; i < w->ranking.n; i++) {
			cs_rankout_unit(&o, w->ranking.row[i].unit);
			cs_writer_text(cli->out, cs_str_z(file[i]));
			cs_writer_text(cli->out, cs_str_z(cs_band_name(w->ranking.row[i].band)));
			cs_writer_end(cli->out);
		}
		r = 0;
	}
	cs_buf_finish(&o.text);
	cs_head_finish(&head);
	return r;
}

static int
write_pages(struct cs_cli *cli, struct cs_rankwork *w, const struct cs_ownpages_ask *ask,
    const struct cs_rankpage *page, struct cs_err *e)
{
	const struct cs_outdir_ask folder = {.path = ask->folder,
	    .file = name_files(w),
	    .n = w->ranking.n,
	    .replace = ask->replace,
	    .mine = is_page,
	    .one_by_one = true};
	struct cs_head head = CS_HEAD_INIT;
	struct cs_outdir dir;
	int r;

	if (cs_rankpage_head(&head, w, e) != 0 || cs_cli_output(cli, e) != 0 ||
	    cs_outdir_open(&dir, &cli->arena, &folder, e) != 0) {
		cs_head_finish(&head);
		return -1;
	}
	r = write_list(cli, w, folder.file, e);
	for (size_t i = 0; i < w->ranking.n && r == 0; i++)
		r = write_page(&dir, i, page, &head, e);
	cs_head_finish(&head);
	if (r == 0)
		r = cs_writer_flush(cli->out, e);
	if (r != 0) {
		cs_outdir_drop(&dir);
		return r;
	}
	return cs_outdir_commit(&dir, e);
}

int
cs_ownpages_write(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_ownpages_ask *ask, struct cs_err *e)
{
	struct cs_rankpeers peers = cs_rankpeers_make(w, ask->least > 0 ? ask->least : PEERS);
	struct cs_rankpicks picks = {0};
	struct cs_rankpage page;
	int r = 0;

	cs_ranksay(cli, w);
	if (ask->ncontacts != 0) {
		cs_rankpicks_init(&picks, &peers);
		r = cs_rankcontacts_read(cli, w, ask->contacts, ask->ncontacts, &picks, e);
	}
	page = cs_rankpage_make(w, &peers, ask->ncontacts != 0 ? &picks : NULL);
	if (r == 0 && !cs_rankpeers_enough(&peers))
		cs_msg_note("the pages say nothing of others: there are fewer than %" PRId64
			    " beside each: see --min-group",
		    peers.least);
	if (r == 0)
		r = write_pages(cli, w, ask, &page, e);
	if (r == 0)
		cs_msg_note("%zu pages in %s", w->ranking.n, ask->folder);
	cs_rankpicks_finish(&picks);
	return r;
}
