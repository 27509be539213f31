/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue_log's state machine on any bytes: every line is judged, every leg ends once. */
#include <stdint.h>
#include <stdlib.h>

#include "intake/queuelog.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
count(void *arg, const struct cs_queuelog_leg *leg)
{
	*(uint64_t *)arg += leg->disposition != NULL && leg->leg > 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_str rest = cs_str((const char *)data, size), line, why;
	struct cs_queuelog q;
	uint64_t legs = 0;

	cs_queuelog_init(&q, 100, count, &legs);
	while (cs_str_split(&rest, '\n', &line))
		(void)cs_queuelog_add(&q, line, &why);
	cs_queuelog_end(&q);
	if (legs != q.legs)
		abort();
	cs_queuelog_free(&q);
	return 0;
}
