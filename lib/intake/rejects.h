/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file of rejects: a record stream (file, line, column, value, reason, raw) of the source
 * records that could not be taken. Only its owner may read it, whatever the umask and whatever it
 * was before: it holds customers' data that nobody has checked.
 */
#ifndef CS_INTAKE_REJECTS_H
#define CS_INTAKE_REJECTS_H

#include "base/err.h"
#include "intake/ingest.h"
#include "rec/writer.h"

/*
 * Creates or empties path, kept by reference, and writes the header. -1 with *e: 74; 2 when path is
 * one of the sources under whatever name, which is then left as it was.
 */
int cs_rejects_open(
    struct cs_writer *w, const char *path, const struct cs_ingest_opt *sources, struct cs_err *e);

/* Writes what is left and closes it. -1 with *e (74). */
int cs_rejects_close(struct cs_writer *w, struct cs_err *e);

#endif
