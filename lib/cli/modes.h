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

struct cs_cli;

/*
 * A mode: the half that works, which lies in the layer of its tool, and what it can be asked, which
 * is told here. The struct that an ask fills is known to both halves and to nobody else.
 */
struct cs_mode {
	const void *work;	  /* struct cs_charge_mode or struct cs_retain_mode, by the tool */
	const struct cs_opt *opt; /* at least one; the first chooses the mode */
	size_t nopt;
	size_t size; /* of the struct that ask fills */

	/* From the values of its own options, by their numbers in opt, to that struct, which is
	 * zeroed; what it points to lives in cli->arena. -1 with *e. NULL: nothing to ask. */
	int (*ask)(
	    struct cs_cli *cli, const struct cs_opt_value *value, void *ask, struct cs_err *e);
};

/* Those of a tool: the first is meant where none is named. */
struct cs_modes {
	const struct cs_opt *common; /* options that all modes have */
	size_t ncommon;
	const struct cs_mode *const *mode;
	size_t n; /* at least 1 */
};

/* All options, those of the modes behind the common ones, into `all`, which has room for `most`
 * (asserted): how many there are. */
size_t cs_modes_options(const struct cs_modes *m, struct cs_opt *all, size_t most);

/* The mode that is named by the option that chooses it; *named NULL: none is. -1 with *e (2): two
 * are. */
int cs_modes_named(const struct cs_modes *m, const struct cs_opt_value *value,
    const struct cs_mode **named, struct cs_err *e);

/* The values of a mode's own options. NULL with *e (2): an option of another mode was given. */
const struct cs_opt_value *cs_modes_only(const struct cs_modes *m, const struct cs_opt_value *value,
    const struct cs_mode *mode, struct cs_err *e);

/* Both, where the first mode is meant if none is named: it, and in *own its values. NULL with *e
 * (2). */
const struct cs_mode *cs_modes_choose(const struct cs_modes *m, const struct cs_opt_value *value,
    const struct cs_opt_value **own, struct cs_err *e);

/* The paths of an option that is a file and may be repeated, each with a NUL; *n of them. */
char **cs_modes_files(struct cs_arena *a, const struct cs_opt_value *v, int *n);

#endif
