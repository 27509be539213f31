/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The step of desk/issuejoin.h while it works (inner): what it is bound to and has found, and the
 * reading of records into visits. */
#ifndef CS_DESK_ISSUESTEP_H
#define CS_DESK_ISSUESTEP_H

#include "desk/issuejoin.h"
#include "rec/rowcells.h"

/* Columns that are looked at where there are such. */
enum cs_issue_column {
	CS_ISSUE_C_CONTACT,
	CS_ISSUE_C_LEG,
	CS_ISSUE_C_ENDED,
	CS_ISSUE_C_REASON,
	CS_ISSUE_C_TRANSFER,
	CS_ISSUE_C_MOVED_TO,
	CS_ISSUE_C_DISPOSITION,
	CS_ISSUE_C_DIRECTION,
	CS_ISSUE_C_N,
};
extern const char *const cs_issue_column_name[CS_ISSUE_C_N];

/* 80 bits. */
struct cs_issue_id {
	uint64_t half[2];
};

struct cs_issue_worker {
	struct cs_visits visits;
	struct cs_issues issues;
	struct cs_rowcells_reader reader;
	struct cs_issue_id *id; /* of issues, by first row */
	size_t id_cap;
	struct cs_buf text;
	uint64_t nrow, timeless, how[CS_ISSUE_HOWS];
	uint64_t longest; /* rows of the longest issue */
};

struct cs_issue_step {
	struct cs_issue_ask ask;
	unsigned threads;
	size_t mem;
	bool there[CS_ISSUE_C_N];
	struct cs_join_col at, customer, column[CS_ISSUE_C_N];
	struct cs_join_col ticket[CS_ISSUE_COLUMNS], link[CS_ISSUE_COLUMNS];
	struct cs_issue_form form;
	struct cs_visit_form visit;
	struct cs_issue_worker *worker;
	struct cs_scratch *scratch;
	struct cs_rowcells cells;
};

/* A batch into the visits of a worker: `look` of the step. */
int cs_issue_look(void *step, unsigned worker, struct cs_join_rows *rows, struct cs_err *e);

#endif
