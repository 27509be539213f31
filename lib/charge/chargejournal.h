/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mode --journal of cs-chargeback: what is billed as double entry, for hledger and ledger
 * (charge/ledgertext.h). Each month has an entry for each unit, on its last day, and one for what
 * is nobody's; what pools cost goes from their accounts to those who pay:
 *
 *	2026-09-30 service for Billing
 *	    expenses:service:Billing  EUR 1234.50
 *	    expenses:pools:wages  EUR -1200.00
 *	    expenses:pools:licences  EUR -34.50
 *
 *	2026-09-30 unused
 *	    expenses:unused  EUR 462.60
 *	    expenses:pools:wages  EUR -462.60
 *
 *	2026-10-31 adjustment of 2026-09, service for Billing
 *	    ...
 */
#ifndef CS_CHARGE_CHARGEJOURNAL_H
#define CS_CHARGE_CHARGEJOURNAL_H

#include "charge/chargebilled.h"

extern const struct cs_charge_mode cs_chargejournal;

/* Appends the journal of postings, in whatever order these are. -1 with *e (65): the currency is
 * not known. */
int cs_chargejournal_text(
    struct cs_buf *out, const struct cs_postings *s, struct cs_str currency, struct cs_err *e);

#endif
