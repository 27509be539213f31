#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# For oracle tests in sh. need WHAT PROGRAM...: ends the test when one of them is missing, as skipped,
# or as failed where all must be there.
need() {
	what=$1
	shift
	for p; do
		command -v "$p" >/dev/null && continue
		if [ "${CS_REQUIRE-}" = all ]; then
			printf '1..1\nnot ok 1 - %s # missing: %s\n' "$what" "$p"
			exit 1
		fi
		echo "1..0 # SKIP $p is missing"
		exit 0
	done
}
