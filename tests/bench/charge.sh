#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cs-chargeback with a map of 5,000 rules against cs-kpi reading the same columns: at most twice the
# time; and memory that does not grow with contacts.
#
#	tests/bench/charge.sh [ROWS] [WORD]	default 1,000,000 contacts; only the races with WORD
set -eu
SLACK=${SLACK:-2}
# shellcheck source=tests/bench/lib/race.sh
. "$(dirname "$0")/lib/race.sh"

cs-gen -q --rows "$rows" --days 365 --start 2026-01-01 --table contacts --records |
	awk -F '\t' -v OFS='\t' 'NR == 1 { print $0, "reason", "handle_s"; next }
	{ print $0, sprintf("R%04d", (NR * 7919 + int(NR / 13) * 104729) % 5000), 60 + NR * 31 % 900 }' >"$dir/contacts"
awk 'BEGIN {
	OFS = "\t"
	print "reason", "owner", "cause"
	for (i = 0; i < 5000; i++)
		print sprintf("R%04d", i), sprintf("U%02d", i % 40), "cause" i % 300
}' >"$dir/map"
awk 'BEGIN {
	OFS = "\t"
	print "pool", "period_from_at", "period_to_at", "amount", "currency", "vendor", "driver", "capacity_s"
	for (m = 1; m <= 12; m++) {
		from = sprintf("2026-%02d-01", m)
		to = m < 12 ? sprintf("2026-%02d-01", m + 1) : "2027-01-01"
		print "wages", from, to, "4000000.00", "EUR", "\\N", "minute", "\\N"
		print "phones", from, to, "99999.99", "EUR", "volta", "contact", "\\N"
	}
}' >"$dir/costs"

kpi="cs-kpi -q --by reason,vendor -m 'contacts,handled=sum(handle_s)' --threads 2"
charge="cs-chargeback -q --costs $dir/costs --map $dir/map --threads 2"
race "5,000 rules" 2 "$charge $dir/contacts >/dev/null" "$kpi $dir/contacts >/dev/null"
race "by month and cause" - "$charge --by month,cause $dir/contacts >/dev/null" "$kpi $dir/contacts >/dev/null"
race "cells" - "$charge --cells $dir/contacts >/dev/null" "$kpi $dir/contacts >/dev/null"
memory "5,000 rules" 65536 "$charge $dir/contacts"
exit $failed
