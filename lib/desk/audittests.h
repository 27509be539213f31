/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of desk/audit.h, one a file, and what they share to speak the expression language. */
#ifndef CS_DESK_AUDITTESTS_H
#define CS_DESK_AUDITTESTS_H

#include "desk/audit.h"
#include "stat/over.h"

/* How often `when` is true among the rows `of`, against peers (desk/auditshare.c). */
extern const struct cs_audit_test cs_audit_share;

/* How those units of n differ that have rows enough to be tested: shares. */
struct cs_over cs_audit_spread(
    const struct cs_over_unit *u, size_t n, const struct cs_audit_rule *rule);

/* What stat/over says of a unit, as a figure: n, observed, expected, effect, z, and where it can be
 * tested p. Its periods stay as they are. */
void cs_audit_judge(const struct cs_over *over, const struct cs_over_unit *u,
    const struct cs_audit_rule *rule, struct cs_audit_figure *f);

/* Appends " filter (where OF)" for rules that say which rows count. */
void cs_audit_put_filter(struct cs_buf *b, const struct cs_audit_rule *rule);

/* Appends "(OF) and (CONDITION)": the rows behind a signal. */
void cs_audit_put_rows(struct cs_buf *b, const struct cs_audit_rule *rule, struct cs_str condition);

#endif
