/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) Options of a tool that has modes: a table of those that all modes have, and one a mode,
 * the first of which is the one that chooses it. The tool has them all, in one table, so that its
 * -h, its completion and its parser know nothing of modes; options of a mode that was not chosen
 * are refused here, and so are two modes.
 */
#ifndef CS_CLI_MODES_H
#define CS_CLI_MODES_H

#include "base/arena.h"
#include "cli/opt.h"

/* Some options; of a mode at least one. */
struct cs_modes_part {
	const struct cs_opt *opt;
	size_t n;
};

/* Those of all modes, and those of each: the first mode is meant where none is named. */
struct cs_modes {
	struct cs_modes_part common;
	const struct cs_modes_part *mode;
	size_t n; /* at least 1 */
};

/* One behind the other into all, which has room for most (asserted); how many there are. */
size_t cs_modes_options(const struct cs_modes *m, struct cs_opt *all, size_t most);

/* The values of a mode's own options, of those of all. */
const struct cs_opt_value *cs_modes_values(
    const struct cs_modes *m, const struct cs_opt_value *value, size_t mode);

/* The mode that was named by the option that chooses it; m->n: none was. -1 with *e (2): two
 * were. */
int cs_modes_named(
    const struct cs_modes *m, const struct cs_opt_value *value, size_t *named, struct cs_err *e);

/* 0 where no option of any mode but this one was given; -1 with *e (2). */
int cs_modes_only(
    const struct cs_modes *m, const struct cs_opt_value *value, size_t mode, struct cs_err *e);

/* Both, where the first mode is meant if none is named. */
int cs_modes_choose(
    const struct cs_modes *m, const struct cs_opt_value *value, size_t *chosen, struct cs_err *e);

/* The paths of an option that is a file and may be repeated, each with a NUL; *n of them. */
char **cs_modes_files(struct cs_arena *a, const struct cs_opt_value *v, int *n);

#endif
