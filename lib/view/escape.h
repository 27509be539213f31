/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text of customers in other people's languages: HTML, Markdown, CSV. Nothing that stands in a
 * cell can become markup, a link, a formula or a terminal command.
 */
#ifndef CS_VIEW_ESCAPE_H
#define CS_VIEW_ESCAPE_H

#include "base/buf.h"

/* For element content and quoted attributes; control characters shown as escapes. */
void cs_escape_html(struct cs_buf *b, struct cs_str text);

/* For a cell of a Markdown table: markup characters behind a backslash, < and & as entities. */
void cs_escape_markdown(struct cs_buf *b, struct cs_str text);

/* A CSV cell, quoted where needed; guarded against being read as a formula if guard is set. Tabs
 * and ends of lines stay; other control characters, which a terminal or an editor would act on, are
 * shown as escapes. */
void cs_escape_csv(struct cs_buf *b, struct cs_str text, char delimiter, bool guard);

#endif
