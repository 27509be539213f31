/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors as values: see err.h. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
cs_err_set_(struct cs_err *e, int status, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL || e->status != 0)
		return;
	e->status = status;
	e->hint[0] = '\0';
	va_start(ap, fmt);
	(void)vsnprintf(e->msg, sizeof e->msg, fmt, ap);
	va_end(ap);
}

void
cs_err_errno_(struct cs_err *e, int status, const char *fmt, ...)
{
	int saved = errno;
	char room[128];
	va_list ap;
	size_t n;

	if (e == NULL || e->status != 0)
		return;
	e->status = status;
	e->hint[0] = '\0';
	va_start(ap, fmt);
	(void)vsnprintf(e->msg, sizeof e->msg, fmt, ap);
	va_end(ap);
	n = strlen(e->msg);
	(void)snprintf(e->msg + n, sizeof e->msg - n, ": %s", strerror_r(saved, room, sizeof room));
	errno = saved;
}

void
cs_err_hint_(struct cs_err *e, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL || e->status == 0 || e->hint[0] != '\0')
		return;
	va_start(ap, fmt);
	(void)vsnprintf(e->hint, sizeof e->hint, fmt, ap);
	va_end(ap);
}

void
cs_err_prefix(struct cs_err *e, const char *fmt, ...)
{
	char where[sizeof e->msg];
	size_t n;
	va_list ap;

	if (e == NULL || e->status == 0)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(where, sizeof where, fmt, ap);
	va_end(ap);
	n = strlen(where);
	if (n + 2 >= sizeof where)
		return;
	(void)snprintf(where + n, sizeof where - n, ": %.*s", (int)(sizeof where - n - 3), e->msg);
	memcpy(e->msg, where, sizeof e->msg);
}

void
cs_err_clear(struct cs_err *e)
{
	e->status = 0;
	e->msg[0] = '\0';
	e->hint[0] = '\0';
}
