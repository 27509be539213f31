# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong in a table, or in the instants of the records, with its line.
printf 'k\tstarted_at\n1\t2026-10-05T08:00:00Z\n' >in.tsv
table() { printf 'k\tf\tt\tv\n'; printf '%s\n' "$@"; }
table '1	2026-01-01T00:00:00Z	\N	a' '2	2026-01-01T00:00:00Z	2026-02-01T00:00:00Z	b' \
    '1	\N	2026-01-02T00:00:00Z	c' >overlap.tsv
table '1	2026-01-01T00:00:00Z	2025-01-01T00:00:00Z	a' >before.tsv
table '1	yesterday	\N	a' >word.tsv
table '1	2026-01-01T00:00:00Z' >cut.tsv
: >none.tsv
for f in overlap before word cut none; do
    cs-join --side "$f.tsv on k from f to t" in.tsv
done
printf 'k\tstarted_at\n1\t2026-10-05T08:00:00Z\n1\t\\N\n1\tnoon\n' >in.tsv
table '1	2026-01-01T00:00:00Z	\N	a' >good.tsv
cs-join --side 'good.tsv on k from f to t' in.tsv
cs-join --side 'good.tsv on k' in.tsv
cs-join --dated-by ended_at --side 'good.tsv on k from f to t' in.tsv
