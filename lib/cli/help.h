/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text of -h, and the completion scripts, both made from the option tables.
 */
#ifndef CS_CLI_HELP_H
#define CS_CLI_HELP_H

#include "base/buf.h"
#include "cli/cli.h"

/*
 * Appends the screen: what the tool is, "usage:" with each line of the synopsis, the options under
 * their headings (rare ones, and the shared ones of a tool that has many, are only named at the end
 * of theirs), examples, pages to read. opt holds all n options, the tool's first, shared ones after
 * them. Lines are at most 80 columns but where a synopsis or an example is longer.
 */
void cs_help_text(struct cs_buf *b, const struct cs_tool *tool, const struct cs_opt *opt, size_t n);

/*
 * Appends a completion script for "bash", "zsh" or "fish". It completes option names, files, the
 * words of an option, and column names, for which it runs the tool with --complete-columns and the
 * first operand that is a file. False when the shell is none of these.
 */
bool cs_help_completion(struct cs_buf *b, const char *shell, const struct cs_tool *tool,
    const struct cs_opt *opt, size_t n);

/*
 * Appends the names of columns, each with \n: those of the record file of that path; when it is no
 * record stream (or path is ""), all names that the schema knows.
 */
void cs_help_columns(struct cs_buf *b, const char *path);

#endif
