/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the trace back: how what we have just read was made. It starts at our own inputs and goes
 * upstream, from each input to the last run that claims to have written it, and so on to the
 * sources.
 *
 * What the trace knows to be wrong is an error (65): a stage that began and did not end, that ended
 * with a failure, whose count of written records is not what we read, or a file that has another
 * size than when its writer ended. A pipe that no run claims is no error but is said
 * ("not traced"); a file that no run claims is a source.
 */
#ifndef CS_CLI_LINEAGE_H
#define CS_CLI_LINEAGE_H

#include "cli/cli.h"

struct cs_lineage_stage {
	struct cs_str tool, version;
	struct cs_str command;		   /* as typed, quoted for a shell where needed */
	struct cs_str where, keep_only;	   /* empty: none */
	struct cs_str zone, tzdata, as_of; /* empty: does not apply */
	struct cs_str dictionary;	   /* hash, or empty */
	struct cs_str first, last;	   /* RFC 3339, or empty */
	uint64_t read, used, written;	   /* records */
	uint64_t aside;			   /* of read: of files that options name */
	struct cs_str *skipped;		   /* reason, count, reason, count ... */
	size_t nskipped;		   /* entries: twice the reasons */
	struct cs_str *fact;		   /* name, value, name, value ... */
	size_t nfact;
	struct cs_str *source; /* names of inputs that are files nobody claims */
	size_t nsource;
	bool untraced; /* reads a pipe that nobody claims */
};

struct cs_lineage {
	bool kept;			/* false: no trace was asked for; all else is empty */
	bool untraced;			/* one of our own inputs is a pipe that nobody claims */
	struct cs_lineage_stage *stage; /* sources first; a stage stands before all that read it */
	size_t n;
};

/*
 * The lineage of cli's inputs. To be called when the input has ended well. Texts live in
 * cli->arena. -1 with *e: 65 as above, 74 when the trace cannot be read.
 */
int cs_lineage_read(struct cs_lineage *l, struct cs_cli *cli, struct cs_err *e);

/*
 * One line of a trace, for tests: the members of its JSON object. False: it is not what a tool
 * writes (objects and arrays at most one deep, no fractions, no literals).
 */
struct cs_trace_member {
	struct cs_str name;
	struct cs_str
	    *item; /* a text or number: 1; an array: its items; an object: name, value ... */
	size_t n;
};
bool cs_trace_line(
    struct cs_arena *arena, struct cs_str line, struct cs_trace_member **member, size_t *n);

#endif
