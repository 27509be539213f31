/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the modes of cs-chargeback write money and names, alike in all. */
#ifndef CS_CHARGE_CHARGEOUT_H
#define CS_CHARGE_CHARGEOUT_H

#include "base/ratio.h"
#include "charge/charge.h"
#include "charge/spread.h"

/* Adds columns to a head: -1 with *e (2) where a key has the name of one. */
int cs_chargeout_columns(struct cs_head *h, const struct cs_charge *c, const char *const *column,
    size_t n, struct cs_err *e);

/* Adds a column for each of the first nlevel levels. Likewise. */
int cs_chargeout_levels(
    struct cs_head *h, const struct cs_charge *c, unsigned nlevel, struct cs_err *e);

/* A cell of minor units, as a decimal with all digits of the currency; \N where not there. */
void cs_chargeout_money(struct cs_writer *w, const struct cs_charge *c, bool there, cs_i128 v);

/* A text, escaped; \N for p NULL. */
void cs_chargeout_text(struct cs_writer *w, struct cs_str text);

/* x as a share of all, to 8 digits; \N where not there, or all is not above 0. */
void cs_chargeout_share(struct cs_writer *w, bool there, cs_i128 x, cs_i128 all);

/* A whole number; \N where not there. */
void cs_chargeout_count(struct cs_writer *w, bool there, cs_i128 v);

/* An instant; NULL for CS_INSTANT_MIN and CS_INSTANT_MAX. */
void cs_chargeout_instant(struct cs_writer *w, int64_t at);

/* An exact number with so many digits. */
void cs_chargeout_ratio(struct cs_writer *w, bool there, const struct cs_ratio *v, unsigned digits);

/* The number as it is, as text. */
void cs_chargeout_count_text(struct cs_buf *b, cs_i128 v);

/* The same in a sentence: "155,000.00", "12,400"; a raw cell as a name: "(none)" for \N. */
void cs_chargeout_say_money(struct cs_buf *b, const struct cs_charge *c, cs_i128 v);
/* "155,000.00 EUR". */
void cs_chargeout_say_amount(struct cs_buf *b, const struct cs_charge *c, cs_i128 v);
void cs_chargeout_say_count(struct cs_buf *b, cs_i128 v);
/* "12,400 contacts", "1 contact". */
void cs_chargeout_say_contacts(struct cs_buf *b, cs_i128 n);
/* "2 contacts have no owner in the map; they cost 2.52 EUR". */
void cs_chargeout_say_unmapped(
    struct cs_buf *b, const struct cs_charge *c, cs_i128 contacts, cs_i128 charged);
void cs_chargeout_say_name(struct cs_buf *b, struct cs_str raw);

/* "charged 10.00 + unmapped 1.00 + unallocated 0.00 + unused 2.00 = total 13.00 EUR": for standard
 * error and --say. */
void cs_chargeout_balance(
    struct cs_buf *b, const struct cs_charge *c, const struct cs_charge_lines *l);

#endif
