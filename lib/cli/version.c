/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version, in an object of its own: a new commit rebuilds nothing else. */
#include "cli/cli.h"

#ifndef CS_VERSION
#define CS_VERSION "unknown"
#endif

const char *
cs_cli_version(void)
{
	return CS_VERSION;
}
