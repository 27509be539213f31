/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A CSV file as a source: opened, decoded to UTF-8 where the map names an encoding, its first lines
 * skipped where the map says so, its header read.
 */
#ifndef CS_INTAKE_CSVIN_H
#define CS_INTAKE_CSVIN_H

#include "base/err.h"
#include "intake/smap.h"
#include "rec/bytes.h"
#include "rec/csv.h"

struct cs_csvin {
	struct cs_bytes *in;
	const char *name; /* for messages */
	int encoding;
	struct cs_csv csv;
	struct cs_csv_batch batch; /* the one that begins with the header */
	size_t first;		   /* its first record behind the header */
	bool taken;		   /* batch was handed out */
	bool eof;
	struct cs_str *header; /* decoded cells */
	size_t nheader;
	struct cs_buf coded; /* bytes not yet decoded */
	uint64_t coded_done;
	struct cs_arena arena; /* the header's text */
};

/*
 * Opens path (NULL or "-": standard input) and reads up to the header. opt is for the splitter; its
 * delimiter is that of the map. -1 with *e: 74 for the file; 65 when it is empty, is UTF-16 and
 * nobody said so, or its header cannot be read.
 */
int cs_csvin_open(struct cs_csvin *c, const char *path, const struct cs_smap *map,
    const struct cs_csv_opt *opt, struct cs_err *e);

void cs_csvin_close(struct cs_csvin *c);

/*
 * The next batch of records behind the header, in b, whose memory is used again; *first is the
 * index of the first record to use. 1; 0 at the end; -1 with *e.
 */
int cs_csvin_next(struct cs_csvin *c, struct cs_csv_batch *b, size_t *first, struct cs_err *e);

#endif
