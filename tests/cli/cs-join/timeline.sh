# SPDX-License-Identifier: GPL-3.0-or-later
# Everything about one customer: what is open on top, times in a zone, hostile text as escapes.
. "$SRC/tests/cli/cs-join/timeline.inc"
cs-join --timeline --customer C7 --as-of 2026-03-05T12:00:00Z --tz Europe/Berlin calls.tsv \
	events.tsv tickets.tsv people.tsv other.tsv
echo == nothing open, from a pipe
cs-join -q --timeline --customer C8 <calls.tsv
echo == records
cs-join --timeline --customer C7 --records calls.tsv events.tsv people.tsv
