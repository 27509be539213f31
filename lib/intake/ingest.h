/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An intake from end to end: files of one source and its map in, one record stream out, and the
 * account of it. cs-ingest is options and messages around this.
 *
 *	cs_ingest_open(&g, &opt, &err);          the first header is read, the columns are known
 *	cs_writer_head(out, cs_ingest_head(&g));
 *	cs_ingest_run(&g, out, rejects, &err);
 *	... g.tally ...
 *	cs_ingest_close(&g);
 *
 * CSV files are read one after the other; each is bound to the map by its own header, and all must
 * give the same columns. The logs of a queue-log map are sorted by their first line's time, since
 * rotation names them either way.
 */
#ifndef CS_INTAKE_INGEST_H
#define CS_INTAKE_INGEST_H

#include "base/err.h"
#include "intake/csvin.h"
#include "intake/plan.h"
#include "intake/rows.h"
#include "intake/tally.h"
#include "rec/writer.h"

struct cs_ingest_opt {
	struct cs_smap *map; /* parameters set; must outlive the run */
	char *const *file;   /* NULL or none: standard input */
	int nfile;
	bool strict; /* odd CSV records are rejected even if libcsv can read them */
	size_t max_record;
	unsigned threads;
	bool limited; /* stop as soon as more than max_rejects are rejected */
	uint64_t max_rejects;
	/* What may be called while it runs, by one thread at a time; NULL: nobody asks. */
	void (*progress)(void *arg, uint64_t rows, uint64_t bytes, uint64_t total);
	void *arg;
};

struct cs_ingest {
	const struct cs_ingest_opt *opt;
	struct cs_head head;
	struct cs_tally tally;
	struct cs_buf notes; /* what was guessed while binding, a line each, each once */

	/* Private. */
	struct cs_csvin in;
	struct cs_plan plan;
	bool open; /* in and plan are those of the file at hand */
	struct cs_map seen;
	struct cs_writer *out, *rejects;
	struct cs_ingest_slot *slot;
	uint64_t done_bytes, total_bytes;
	struct cs_logs *logs;
};

/* Opens the first file and knows the columns. opt must live until cs_ingest_close. -1 with *e. */
int cs_ingest_open(struct cs_ingest *g, const struct cs_ingest_opt *opt, struct cs_err *e);

const struct cs_head *cs_ingest_head(const struct cs_ingest *g);

/*
 * Reads everything. Records go to out (whose head is written), rejects to the other writer (NULL:
 * they are only counted). -1 with *e: 65 for broken input, differing columns, too many rejects; 74.
 * The tally is right up to there in any case.
 */
int cs_ingest_run(
    struct cs_ingest *g, struct cs_writer *out, struct cs_writer *rejects, struct cs_err *e);

void cs_ingest_close(struct cs_ingest *g);

/* Private to intake: the same for logs. */
int cs_logs_open(struct cs_ingest *g, struct cs_err *e);
int cs_logs_run(struct cs_ingest *g, struct cs_err *e);
void cs_logs_close(struct cs_ingest *g);

/* Private to intake: hands on what one batch gave, then looks at the limit. */
int cs_ingest_take(struct cs_ingest *g, struct cs_rows *r, struct cs_err *e);

#endif
