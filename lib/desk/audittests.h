/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of desk/audit.h, one a file, and what they share to speak the expression language. */
#ifndef CS_DESK_AUDITTESTS_H
#define CS_DESK_AUDITTESTS_H

#include "desk/audit.h"

/* How often `when` is true among the rows `of`, against peers (desk/auditshare.c). */
extern const struct cs_audit_test cs_audit_share;

/* Appends " filter (where OF)" for rules that say which rows count. */
void cs_audit_put_filter(struct cs_buf *b, const struct cs_audit_rule *rule);

/* Appends "(OF) and (CONDITION)": the rows behind a signal. */
void cs_audit_put_rows(struct cs_buf *b, const struct cs_audit_rule *rule, struct cs_str condition);

#endif
