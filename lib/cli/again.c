/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The input, read more than once: see again.h. */
#include "cli/again.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"

/* A batch that is kept: here, or on disk. */
struct cs_again_kept {
	char *p; /* NULL: on disk */
	uint64_t at;
	size_t n;
	uint64_t row0;
	uint32_t rows;
	const char *file;
};

bool
cs_again_files(const struct cs_cli *cli)
{
	struct stat st;

	for (int i = 0; i < cli->nfile; i++) {
		if (strcmp(cli->file[i], "-") == 0 || stat(cli->file[i], &st) != 0 ||
		    !S_ISREG(st.st_mode))
			return false;
	}
	return cli->nfile != 0;
}

void
cs_again_init(struct cs_again *a, struct cs_cli *cli, size_t mem)
{
	*a = (struct cs_again){.cli = cli, .files = cs_again_files(cli), .most = mem};
	a->scratch = cs_scratch_new(cli->opt.tmpdir);
}

void
cs_again_finish(struct cs_again *a)
{
	for (size_t i = 0; i < a->nkept; i++)
		free(a->kept[i].p);
	free(a->kept);
	cs_scratch_free(a->scratch);
	cs_reader_close(a->in);
	*a = (struct cs_again){.cli = NULL};
}

static int
keep(struct cs_again *a, const struct cs_batch *b, uint32_t rows, struct cs_err *e)
{
	struct cs_again_kept k = {.n = b->bytes.n, .row0 = b->row0, .rows = rows, .file = b->file};

	if (a->held + k.n <= a->most) {
		k.p = cs_mem_new(k.n, 1);
		memcpy(k.p, b->bytes.p, k.n);
		a->held += k.n;
	} else if (cs_scratch_put(a->scratch, b->bytes.p, k.n, &k.at, e) != 0) {
		return -1;
	}
	a->kept = cs_mem_grow(a->kept, &a->cap, a->nkept + 1, sizeof *a->kept);
	a->kept[a->nkept++] = k;
	return 0;
}

/* A batch that was kept: 1; 0 when there is none. */
static int
next_kept(struct cs_again *a, struct cs_batch *b, uint32_t *rows, struct cs_err *e)
{
	const struct cs_again_kept *k;

	if (a->next == a->nkept)
		return 0;
	k = &a->kept[a->next++];
	cs_buf_reset(&b->bytes);
	if (k->p != NULL)
		cs_buf_add(&b->bytes, k->p, k->n);
	else if (cs_scratch_get(a->scratch, k->at, cs_buf_reserve(&b->bytes, k->n), k->n, e) != 0)
		return -1;
	b->bytes.n = k->n;
	b->ncol = cs_reader_head(a->cli->in)->ncol;
	b->nrow = 0;
	b->row0 = k->row0;
	b->file = k->file;
	*rows = k->rows;
	return 1;
}

/* From where a reading takes its batches, and how many records are in each. */
static int
next(struct cs_again *a, struct cs_batch *b, uint32_t *rows, struct cs_err *e)
{
	const struct cs_reader *in = a->in != NULL ? a->in : a->cli->in;
	int got;

	if (a->readings != 0 && !a->files)
		return next_kept(a, b, rows, e);
	got = a->in != NULL ? cs_reader_read(a->in, b, e) : cs_cli_read(a->cli, b, e);
	if (got <= 0)
		return got;
	*rows = (uint32_t)(cs_reader_count(in).rows - a->rows);
	return a->in != NULL || a->files || a->once || keep(a, b, *rows, e) == 0 ? 1 : -1;
}

int
cs_again_read(struct cs_again *a, struct cs_batch *b, uint64_t *first, struct cs_err *e)
{
	uint32_t rows = 0;
	int got = next(a, b, &rows, e);

	*first = a->rows;
	a->rows += rows;
	if (a->readings != 0 && (a->rows > a->all_rows || (got == 0 && a->rows < a->all_rows)))
		return cs_err_set(e, CS_EXIT_DATA, "the input changed while it was read");
	return got;
}

int
cs_again_rewind(struct cs_again *a, struct cs_err *e)
{
	const struct cs_cli *cli = a->cli;

	if (a->readings++ == 0)
		a->all_rows = a->rows;
	a->rows = 0;
	a->next = 0;
	if (!a->files)
		return 0;
	cs_reader_close(a->in);
	a->in =
	    cs_reader_open(cli->file, cli->nfile, cli->opt.union_ ? (int)CS_READER_UNION : 0, e);
	return a->in != NULL ? 0 : -1;
}
