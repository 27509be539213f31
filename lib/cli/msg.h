/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything that tools say on standard error. One message is one write(2), so that the stages of a
 * pipeline do not mix their lines:
 *
 *	cs-kpi: calls.tsv:1042: column wait_s: 'abc' is not a number
 *	hint: --bad=null counts such cells and takes them as NULL
 *
 * Control bytes, what is not UTF-8 and bidirectional overrides are shown as escapes: a log line
 * must not reach the terminal as commands. A newline inside a message is kept and the line after it
 * is indented, so that text from a file cannot pass for a message of its own.
 *
 * Whether a write failed is kept and becomes status 74 at the end (a full disk must not swallow
 * warnings). Thread-safe after cs_msg_init.
 */
#ifndef CS_CLI_MSG_H
#define CS_CLI_MSG_H

#include <stdbool.h>

#include "base/err.h"

/* name: what stands in front of the colon, kept by reference. quiet: -q, no notes. */
void cs_msg_init(const char *name, bool quiet);

/* The error and its hint; nothing when e->status is 0. */
void cs_msg_error(const struct cs_err *e);

/* What the user must know though the run goes on: -q does not silence it. No final newline. */
void cs_msg_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* What is good to know: counts, guesses, what was left out. -q silences it. */
void cs_msg_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* True when some message could not be written. */
bool cs_msg_failed(void);

#endif
