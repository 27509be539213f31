/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of audit/audit.h, one a file, and what they share to speak the expression language. */
#ifndef CS_AUDIT_AUDITTESTS_H
#define CS_AUDIT_AUDITTESTS_H

#include "audit/audit.h"
#include "stat/over.h"

/* How often `when` is true among the rows `of`, against peers (audit/auditshare.c). */
extern const struct cs_audit_test cs_audit_share;

/* How large `value` is on average, against peers (audit/auditmean.c). */
extern const struct cs_audit_test cs_audit_mean;

/* How those units of n differ that have rows enough to be tested: in shares, or in means. */
struct cs_over cs_audit_spread(
    const struct cs_over_unit *u, size_t n, bool share, const struct cs_audit_rule *rule);

/* What stat/over says of a unit, as a figure: n, observed, expected, effect, z, and where it can be
 * tested p. Its periods stay as they are. */
void cs_audit_judge(const struct cs_over *over, const struct cs_over_unit *u,
    const struct cs_audit_rule *rule, struct cs_audit_figure *f);

/* How many values lie just inside a point, against peers (audit/auditheap.c). */
extern const struct cs_audit_test cs_audit_heap;

/* The same against the values around it, without peers: for whole queues (audit/auditshape.c). */
extern const struct cs_audit_test cs_audit_shape;

/* How likely who still waits is to be answered just before a point (audit/auditshape.c). */
extern const struct cs_audit_test cs_audit_hazard;

/* Two things at once: `when` on the side in question and more of `with` (audit/auditpair.c). */
extern const struct cs_audit_test cs_audit_pair;

/* How often `when` comes in the seconds `value` of the rows `of` (audit/auditrate.c). */
extern const struct cs_audit_test cs_audit_rate;

/* What moves with time otherwise than at peers (audit/audittrend.c): a share or a mean; and a mean
 * to the side in question while a share grows. */
extern const struct cs_audit_test cs_audit_trend, cs_audit_apart;

/* Whether the way of asking changes the answers (audit/auditform.c). */
extern const struct cs_audit_test cs_audit_form;

/*
 * What the tests share and mean do with one metric, which is a share or a mean, on the side of the
 * rule: figure[i] for each unit. The other is for cells that a test makes itself, units being
 * spells.
 */
void cs_audit_judge_metric(const struct cs_audit_frame *f, const struct cs_audit_units *u,
    size_t metric, const struct cs_audit_rule *rule, struct cs_audit_figure *figure,
    struct cs_audit_common *common);
void cs_audit_judge_cells(const struct cs_audit_units *u, const struct cs_mix *in,
    const struct cs_audit_rule *rule, struct cs_audit_figure *figure,
    struct cs_audit_common *common);

/*
 * Two figures of each unit become one that says that both are conspicuous (audit/auditpair.c):
 * their scores added where each p is at most `each`, else the larger p. The second is `with`.
 */
void cs_audit_both(
    struct cs_audit_figure *figure, const struct cs_audit_figure *with, size_t n, double each);

/* Appends "NAME[_SUFFIX]=": the begin of a metric, behind a comma unless the list is empty. */
void cs_audit_put_metric(struct cs_buf *list, const struct cs_audit_rule *rule, const char *suffix);

/* Appends " filter (where (OF) and (CONDITION))". */
void cs_audit_put_filter_by(
    struct cs_buf *b, const struct cs_audit_rule *rule, struct cs_str condition);

/* Appends " filter (where OF)" for rules that say which rows count. */
void cs_audit_put_filter(struct cs_buf *b, const struct cs_audit_rule *rule);

/* Appends "(OF) and (CONDITION)": the rows behind a signal. */
void cs_audit_put_rows(struct cs_buf *b, const struct cs_audit_rule *rule, struct cs_str condition);

#endif
