/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charges of cs-chargeback: any bytes are days whose numbers add up, or are refused. */
#include "charge/charged.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_charged c = {.decision = CS_STR_INIT("fee")};
	struct cs_err e = CS_ERR_INIT;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	char path[32], *file = path;

	check(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (cs_charged_read(&c, &a, &file, 1, &e) != 0)
		check(e.status != 0 && e.msg[0] != '\0');
	for (size_t i = 0; i < c.n; i++) {
		const struct cs_charged_day *d = &c.day[i];

		check(d->charges > 0 && d->charges == d->waived + d->refunded + d->kept);
		check(d->kept > 0 || d->amount == 0);
		check(d->currency.n == 3 && d->line > 1);
	}
	cs_charged_finish(&c);
	cs_arena_finish(&a);
	(void)close(fd);
	return 0;
}
