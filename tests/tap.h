/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The harness of the unit tests: TAP on standard output, read by prove.
 *
 *	int main(void) { ok(1 + 1 == 2, "addition"); is_str(got, "want", "text"); return done(); }
 *
 * A failed check prints where it stands and what came instead, and the tests go on.
 */
#ifndef CS_TESTS_TAP_H
#define CS_TESTS_TAP_H

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_failed;

#define ok(cond, ...) tap_ok((cond), __FILE__, __LINE__, __VA_ARGS__)

__attribute__((format(printf, 4, 5), unused)) static bool
tap_ok(bool good, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	tap_count++;
	printf("%sok %d - ", good ? "" : "not ", tap_count);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	if (!good) {
		tap_failed++;
		printf("#   at %s:%d\n", file, line);
	}
	fflush(stdout);
	return good;
}

/* Integers up to 64 bits, shown on failure. */
#define is_int(got, want, ...)                                                                     \
	do {                                                                                       \
		long long tap_g = (long long)(got), tap_w = (long long)(want);                     \
		if (!ok(tap_g == tap_w, __VA_ARGS__))                                              \
			printf("#   got %lld, want %lld\n", tap_g, tap_w);                         \
	} while (0)

/* C strings; NULL equals only NULL. */
#define is_str(got, want, ...)                                                                     \
	do {                                                                                       \
		const char *tap_g = (got), *tap_w = (want);                                        \
		if (!ok(tap_g == tap_w || (tap_g && tap_w && strcmp(tap_g, tap_w) == 0),           \
			__VA_ARGS__))                                                              \
			printf("#   got  '%s'\n#   want '%s'\n", tap_g ? tap_g : "(NULL)",         \
			    tap_w ? tap_w : "(NULL)");                                             \
	} while (0)

/* A slice against a C string. */
#define is_slice(got, want, ...)                                                                   \
	do {                                                                                       \
		struct cs_str tap_s = (got);                                                       \
		const char *tap_w = (want);                                                        \
		if (!ok(tap_s.n == strlen(tap_w) &&                                                \
			    (tap_s.n == 0 || memcmp(tap_s.p, tap_w, tap_s.n) == 0),                \
			__VA_ARGS__))                                                              \
			printf("#   got  '%.*s'\n#   want '%s'\n", (int)tap_s.n, tap_s.p, tap_w);  \
	} while (0)

/* Doubles within a relative error (absolute below 1e-300). */
#define is_near(got, want, rel, ...)                                                               \
	do {                                                                                       \
		double tap_g = (got), tap_w = (want);                                              \
		if (!ok(tap_g == tap_w || fabs(tap_g - tap_w) <= (rel)*fabs(tap_w) + 1e-300,       \
			__VA_ARGS__))                                                              \
			printf("#   got %.17g, want %.17g\n", tap_g, tap_w);                       \
	} while (0)

/* A check that cannot run here, by name. Under CS_REQUIRE=all that is a failure. */
__attribute__((unused)) static void
skip(const char *what, const char *why)
{
	const char *require = getenv("CS_REQUIRE");
	bool fail = require != NULL && strcmp(require, "all") == 0;

	tap_count++;
	tap_failed += fail;
	printf("%sok %d - %s # %s %s\n", fail ? "not " : "", tap_count, what,
	    fail ? "missing:" : "SKIP", why);
}

/* Prints the plan; the value for main to return. */
__attribute__((unused)) static int
done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed != 0;
}

#endif
