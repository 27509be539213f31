/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --trace FILE (or CS_TRACE): how a result was made. Every tool appends a JSON line when it begins
 * and one just before it closes its output, each with one write(2) on a file opened for appending,
 * so that the stages of a pipeline, which run at the same time, interleave whole lines.
 *
 *	{"cs":"begin","pid":7,"tool":"cs-kpi","version":"1.0","command":["cs-kpi","--by","agent"],
 *	 "inputs":["stdin"],"input_ids":["p0.13:4711"],"out":"p0.13:4712"}
 *	{"cs":"end","pid":7,"tool":"cs-kpi","status":0,"reason":"","read":2375,"aside":0,
 *	 "used":2300,"skipped":{"--where":75},"written":12,"first":"...","last":"...",
 *	 "where":"wait_s > 0","keep_only":"","zone":"Europe/Berlin","tzdata":"2024a","as_of":"",
 *	 "dictionary":"...","facts":{},"out":"p0.13:4712","size":0}
 *
 * Inputs and outputs are known by device and inode ("p" a pipe, "f" a file, "" anything else), and
 * a file also by its size at the end. Reading a trace back is cli/lineage.
 */
#ifndef CS_CLI_TRACE_H
#define CS_CLI_TRACE_H

#include "cli/cli.h"

struct cs_trace {
	int fd; /* -1: no trace is kept, every call does nothing */
	const char *path;
	struct cs_arena arena; /* the reasons */
	struct cs_buf facts;   /* the inside of their JSON object */
	struct cs_trace_skip {
		const char *reason;
		uint64_t n;
	} * skip;
	size_t nskip, cap_skip;
	uint64_t hash; /* of dictionaries, FNV-1a 64 over all their bytes; 0: none was used */
};

/* Opens the file and writes the first line. command: argv as it was typed. -1 with *e (74). */
int cs_trace_begin(struct cs_trace *t, const struct cs_cli *cli, int argc,
    const char *const *command, struct cs_err *e);

void cs_trace_skipped(struct cs_trace *t, const char *reason, uint64_t n);
void cs_trace_dictionary(struct cs_trace *t, struct cs_str text);
void cs_trace_fact(struct cs_trace *t, const char *name, struct cs_str value);

/* Writes the last line; out is the descriptor of the output. -1 with *e (74). */
int cs_trace_end(struct cs_trace *t, const struct cs_cli *cli, int out, int status,
    const char *reason, struct cs_err *e);

/* Closes and frees; no line is written. */
void cs_trace_close(struct cs_trace *t);

/* Appends what a file is known by: "p8.1:4711" (a pipe), "f8.1:99" or nothing. */
void cs_trace_path_id(struct cs_buf *b, const char *path);

#endif
