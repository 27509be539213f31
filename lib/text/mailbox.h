/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * E-mail addresses in one form: "erika@example.org", without what stands around it, folded.
 *
 * Both halves are folded for comparing without case (full Unicode case folding, NFC). RFC 5321 lets
 * a host tell "Erika" from "erika"; no host in use does, and people write either.
 *
 * That is all. Dots and +words in front of the @ are kept: that some hosts of mail ignore them is
 * their rule of today, not one of addresses, and with most others two people would become one. An
 * internationalised domain is compared as it is written: xn-- and its letters are two.
 */
#ifndef CS_TEXT_MAILBOX_H
#define CS_TEXT_MAILBOX_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

enum { CS_MAILBOX_MOST = 254 }; /* bytes of an address, RFC 5321 */

/*
 * Appends the address in s, which may be "Name <a@b>" or "mailto:a@b?subject=...", to b. False, and
 * nothing is appended, where it is none: no @ or several, no dot in the domain, blanks, controls,
 * quotes, two addresses, more than CS_MAILBOX_MOST bytes, .invalid.
 */
bool cs_mailbox_add(struct cs_buf *b, struct cs_str s);

#endif
