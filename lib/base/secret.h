/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secret keys, and the tokens that they turn texts into: the only user of libsodium.
 *
 * A token is keyed BLAKE2b (RFC 7693) of the text, 160 bits, written in base 32 of RFC 4648 in
 * lower case: 32 letters and digits, whatever the text. The same text and key give the same token
 * on every machine, so what was equal stays equal; without the key a token can neither be undone
 * nor tried out on guessed texts. Of a billion texts, two have the same token with a chance below
 * 1e-30.
 *
 * A key lies in a file of one line, "cs-key-1 " and 64 hexadecimal digits, that nobody but its
 * owner may read or write (0600, or less); others are refused, since a key that was seen by others
 * protects nothing. In memory it is in pages of its own that are locked (where the system lets us:
 * they are not swapped), guarded on both sides, and wiped when they are freed. No message holds a
 * byte of it.
 */
#ifndef CS_BASE_SECRET_H
#define CS_BASE_SECRET_H

#include "base/err.h"
#include "base/str.h"

enum { CS_TOKEN = 32 }; /* bytes of a token; no NUL behind them */

struct cs_secret;

/*
 * Makes the file of a new key, from the system's random numbers; readable by its owner alone,
 * whatever the umask. A file that is there is never overwritten. -1 with *e (74).
 */
int cs_secret_make(const char *path, struct cs_err *e);

/*
 * Reads a key. NULL with *e: 74 it cannot be read; 2 others may read or write it, or it belongs to
 * somebody else; 65 it holds no key.
 */
struct cs_secret *cs_secret_load(const char *path, struct cs_err *e);

/* A key that is in no file: what it made cannot be made again once it is freed. NULL with *e (74):
 * no random numbers. */
struct cs_secret *cs_secret_new(struct cs_err *e);

/* Wipes and frees it; NULL is fine. */
void cs_secret_free(struct cs_secret *s);

/* The token of a text. By any number of threads at once. */
void cs_secret_token(const struct cs_secret *s, struct cs_str text, char token[CS_TOKEN]);

/* From now on the process leaves no core and lets no other process of its user look into it. */
void cs_secret_harden(void);

#endif
