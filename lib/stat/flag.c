/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the flags: see flag.h. */
#include "stat/flag.h"

const char *
cs_flag_name(enum cs_flag f)
{
	static const char *const name[] = {
	    [CS_FLAG_NONE] = "",
	    [CS_FLAG_N0] = "n0",
	    [CS_FLAG_SMALL_N] = "small_n",
	    [CS_FLAG_ZERO_VAR] = "zero_var",
	    [CS_FLAG_BEYOND] = "beyond_followup",
	    [CS_FLAG_NO_SPREAD] = "no_spread",
	    [CS_FLAG_DOMAIN] = "domain",
	};

	return name[f];
}
