/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) The one currency that a run's amounts are in. Amounts of several are never added up or
 * compared: --currency says which counts, and what is in another is no amount. A row that names no
 * currency is in that one.
 */
#ifndef CS_RETAIN_RETAINMONEY_H
#define CS_RETAIN_RETAINMONEY_H

#include "retain/retain.h"

/*
 * After all was read. *money, raw, becomes that of --currency, or the only one that facts of this
 * kind name; it is left as it is where they name none. One that another kind left there must be the
 * same. key: of the column currency, -1: there is none. -1 with *e (2): there are several.
 */
int cs_retain_money(const struct cs_retain *r, enum cs_fact_kind kind, int key,
    struct cs_str *money, struct cs_err *e);

/* Whether a fact names another currency than money. key: as above. */
bool cs_retain_foreign(const struct cs_life *life, enum cs_fact_kind kind, const struct cs_fact *f,
    int key, struct cs_str money);

#endif
