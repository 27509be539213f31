#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Says what is missing to build and test the toolkit, and installs it on Debian and its kin. Does
# nothing, quickly, when all is there. Run by `make check` and `make demo`.
set -eu

# Programs and headers that must be there, and the package that brings each.
programs='gcc:gcc make:make pkg-config:pkg-config prove:perl mandoc:mandoc'
headers='csv.h:libcsv-dev pcre2.h:libpcre2-dev zlib.h:zlib1g-dev jansson.h:libjansson-dev
         utf8proc.h:libutf8proc-dev sodium.h:libsodium-dev gmp.h:libgmp-dev Rmath.h:r-mathlib'

missing=

for p in $programs; do
	command -v "${p%%:*}" >/dev/null 2>&1 || missing="$missing ${p#*:}"
done

# One look at all headers, and one at each only when that failed: this runs before every check.
includes() {
	for h in "$@"; do
		printf '#define PCRE2_CODE_UNIT_WIDTH 8\n#define MATHLIB_STANDALONE 1\n'
		printf '#include <stddef.h>\n#include <%s>\n' "${h%%:*}"
	done
}
compiles() {
	includes "$@" | gcc -std=c11 -fsyntax-only -w -x c - 2>/dev/null
}
# shellcheck disable=SC2086 # lists of words
if ! command -v gcc >/dev/null 2>&1; then
	for h in $headers; do
		missing="$missing ${h#*:}"
	done
elif ! compiles $headers; then
	for h in $headers; do
		compiles "$h" || missing="$missing ${h#*:}"
	done
fi
[ -e /usr/share/zoneinfo/Europe/Berlin ] || missing="$missing tzdata"

[ -n "$missing" ] || exit 0

echo "missing:$missing"
if ! command -v apt-get >/dev/null 2>&1; then
	echo "install them (these are Debian's names: each brings the headers of its library)" >&2
	exit 1
fi
# Without the right to install: what somebody else must type.
refused() {
	echo "not installed. As root: apt-get install libc6-dev$missing" >&2
	exit 1
}
sudo=
if [ "$(id -u)" != 0 ]; then
	sudo=sudo
	$sudo apt-get --version >/dev/null || refused
fi
fetch() {
	$sudo env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -q --no-install-recommends "$@"
}
# A source of packages that does not answer need not be the one that has these.
$sudo apt-get update -q || echo 'going on with the lists of packages that are here' >&2
# shellcheck disable=SC2086
fetch libc6-dev $missing || refused
# For speed only: inflates two to three times faster than zlib.
fetch libisal-dev || true
