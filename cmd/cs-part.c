/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-part: a record stream cut into parts by a key, as a folder of files with a manifest. */
#include <stdlib.h>

#include "base/mem.h"
#include "cli/batches.h"
#include "cli/outdir.h"
#include "rec/manifest.h"
#include "rec/part.h"

enum { BY, INTO, BUCKETS, GZ, REPLACE, CHECK, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [BY] = {0, "by", CS_OPT_COLUMNS, "COLUMN,...", "records that agree in these stay together"},
    [INTO] = {0, "into", CS_OPT_FILE, "FOLDER", "where the parts are made, and manifest.tsv"},
    [BUCKETS] = {0, "buckets", CS_OPT_INT, "N", "how many parts: a power of two", .fallback = "16",
	.min = 1, .max = CS_PART_MOST},
    [GZ] = {0, "gz", CS_OPT_FLAG, NULL, "pack the parts"},
    [REPLACE] = {0, "replace", CS_OPT_FLAG, NULL, "put the new set in the place of an old one"},
    [CHECK] = {0, "check", CS_OPT_FILE, "FOLDER", "are the parts there as the manifest says?"},
};

static const struct cs_tool tool = {
    .name = "cs-part",
    .what = "splits records into parts by a key, so that all of a customer is in one part",
    .synopsis = "--by COLUMN,... --into FOLDER [--buckets N] [option ...] [file ...]\n"
		"--check FOLDER",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_PROGRESS | CS_WITH_UNION | CS_WITH_THREADS,
    .default_threads = 1,
    .examples = "cs-part --by customer_id --into parts calls.tsv\n"
		"cs-part --by customer_id --into parts --buckets 64 --gz --replace calls.tsv\n"
		"cs-part --check parts\n",
    .see = "cs-kpi(1), cs-records(5)",
};

struct job {
	struct cs_cli *cli;
	struct cs_part_key key;
	struct cs_str by; /* its columns, joined by commas */
	struct cs_part_set set;
	struct cs_outdir dir;
	struct cs_buf *scratch; /* by worker */
};

/* The bucket of each record. */
static int
find_buckets(
    void *ctx, unsigned worker, const struct cs_batch *b, struct cs_buf *out, struct cs_err *e)
{
	struct job *j = ctx;
	size_t size = b->nrow * sizeof(uint16_t);
	void *bucket = cs_buf_reserve(out, size);

	(void)e;
	cs_part_buckets(&j->key, b, j->set.n, &j->scratch[worker], bucket);
	out->n += size;
	return 0;
}

static int
add(void *ctx, const struct cs_batch *b, const struct cs_buf *bucket, struct cs_err *e)
{
	struct job *j = ctx;

	return cs_part_add(&j->set, b, (const void *)bucket->p, e);
}

static int
deal(struct job *j, struct cs_err *e)
{
	static const struct cs_batches_plan plan = {find_buckets, add, NULL};
	unsigned threads = j->cli->opt.threads;
	int r;

	j->scratch = cs_mem_new0(threads, sizeof *j->scratch);
	r = cs_batches_run(j->cli, &plan, j, e);
	for (unsigned i = 0; i < threads; i++)
		cs_buf_finish(&j->scratch[i]);
	free(j->scratch);
	return r == 0 ? cs_part_finish(&j->set, e) : r;
}

/* The manifest into its file and to standard output, once the rows add up. */
static int
account(struct job *j, struct cs_err *e)
{
	struct cs_arena *a = &j->cli->arena;
	struct cs_manifest m = {cs_arena_new(a, j->set.n, sizeof *m.part), j->set.n, j->by};
	struct cs_writer file;
	uint64_t rows = 0, read = cs_reader_count(j->cli->in).rows;
	int r;

	for (unsigned i = 0; i < j->set.n; i++) {
		const struct cs_part *p = &j->set.part[i];

		m.part[i] = (struct cs_manifest_part){
		    cs_str_z(j->dir.file[i]), (int64_t)p->rows, (int64_t)p->bytes, p->crc};
		rows += p->rows;
	}
	if (rows != read)
		return cs_err_set(e, CS_EXIT_DATA,
		    "%llu records were read, and %llu are in the parts", (unsigned long long)read,
		    (unsigned long long)rows);
	cs_writer_init(&file, j->dir.fd[m.n], j->set.part[0].name);
	file.name = cs_arena_printf(a, "%s/%s", j->dir.name, cs_manifest_name);
	cs_manifest_write(&m, &file);
	r = cs_writer_finish(&file, e);
	cs_writer_free(&file);
	cs_manifest_write(&m, j->cli->out);
	j->cli->count.used = rows;
	return r == 0 ? cs_writer_flush(j->cli->out, e) : r;
}

/* The canonical names of the columns of the key. */
static struct cs_str
key_names(struct cs_arena *a, const struct cs_part_key *key, const struct cs_head *head)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str names;

	for (size_t i = 0; i < key->n; i++) {
		cs_buf_z(&b, i != 0 ? "," : "");
		cs_buf_str(&b, head->col[key->col[i]].name);
	}
	names = cs_arena_str(a, cs_buf_all(&b));
	cs_buf_finish(&b);
	return names;
}

static int
part(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct job j = {.cli = cli};
	unsigned n = (unsigned)value[BUCKETS].i;
	struct cs_outdir_ask ask = {.path = value[INTO].z,
	    .file = cs_part_names(&cli->arena, n, value[GZ].set),
	    .n = n + 1,
	    .replace = value[REPLACE].set,
	    .mine = cs_part_named};
	int r = -1;

	if (cs_cli_input(cli, e) != 0 ||
	    cs_part_bind(&j.key, &cli->arena, value[BY].list, value[BY].n, cs_reader_head(cli->in),
		e) != 0 ||
	    cs_cli_output(cli, e) != 0 || cs_outdir_open(&j.dir, &cli->arena, &ask, e) != 0)
		return -1;
	j.by = key_names(&cli->arena, &j.key, cs_reader_head(cli->in));
	cs_part_init(&j.set, n, cs_reader_head(cli->in), value[GZ].set);
	for (unsigned i = 0; i < n; i++) {
		j.set.part[i].fd = j.dir.fd[i];
		j.set.part[i].name =
		    cs_arena_printf(&cli->arena, "%s/%s", value[INTO].z, ask.file[i]);
	}
	if (deal(&j, e) == 0 && account(&j, e) == 0)
		r = cs_outdir_commit(&j.dir, e);
	else
		cs_outdir_drop(&j.dir);
	if (r == 0)
		cs_msg_note("%llu records in %u parts", (unsigned long long)cli->count.used, n);
	cs_part_free(&j.set);
	return r;
}

static int
check(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_manifest m;
	const char *folder = value[CHECK].z;
	const char **stray;
	size_t bad = 0, nstray;

	if (cs_manifest_read_in(&m, &cli->arena, folder, e) != 0)
		return -1;
	for (size_t i = 0; i < m.n; i++) {
		struct cs_err why = CS_ERR_INIT;

		if (cs_manifest_verify(&m.part[i], folder, &why) != 0) {
			cs_msg_warn("%s", why.msg);
			bad++;
		}
	}
	if (cs_manifest_unlisted(&m, folder, &cli->arena, &stray, &nstray, e) != 0)
		return -1;
	for (size_t i = 0; i < nstray; i++)
		cs_msg_warn("%s/%s: not in the manifest", folder, stray[i]);
	if (bad != 0)
		return cs_err_set(e, CS_EXIT_DATA,
		    "%s: of %zu parts %zu are not as the manifest says", folder, m.n, bad);
	if (nstray != 0)
		return cs_err_set(e, CS_EXIT_DATA, "%s: parts that the manifest does not name: %zu",
		    folder, nstray);
	cs_msg_note("%zu parts are as the manifest says", m.n);
	return 0;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	unsigned n = (unsigned)value[BUCKETS].i;

	if (value[CHECK].set && (value[BY].set || value[INTO].set || cli->nfile != 0))
		return cs_err_set(e, CS_EXIT_USAGE, "--check reads a folder, and nothing else");
	if (value[CHECK].set)
		return check(cli, value, e);
	if (!value[BY].set || !value[INTO].set)
		return cs_err_set(e, CS_EXIT_USAGE, "--by COLUMN and --into FOLDER say what to do");
	if ((n & (n - 1)) != 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--buckets: %u is no power of two", n);
	return part(cli, value, e);
}

int
main(int argc, char **argv)
{
	struct cs_opt_value value[N_OPT];
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;

	cs_cli_start(&cli, &tool, argc, argv, value);
	return cs_cli_end(&cli, run(&cli, value, &e), &e);
}
