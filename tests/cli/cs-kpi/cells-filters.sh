# SPDX-License-Identifier: GPL-3.0-or-later
# Cells say what chose their rows, in one form however it was written, and merge with their like.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" |
	awk '{ print $0 "\t" (NR == 1 ? "answered_at" : "\\N") }' >c.tsv
cells() {
	name=$1
	shift
	cs-kpi -q -m contacts --cells --shard "$name" "$@" c.tsv >"$name" || exit
}
cells all
cells where --where "wait_s>10   AND queue = 'billing'"
cells alike --where "(wait_s > 10) and queue = 'billing'"
cells other --where 'wait_s > 20'
cells keep --keep-only 'wait_s > 10'
cells time --time answered_at
cells day --period 2026-10-05
cells same --since 2026-10-05 --until 2026-10-05
cells days --since 2026-10-05
grep -h '^meta.*\(where\|keep_only\|time\|period\)' where keep time day
cs-kpi --merge where alike | grep 'where\|shard'
cs-kpi --merge day same | grep 'period\|shard'
cs-kpi --merge where alike >both
for pair in 'where all' 'all where' 'both other' 'keep all' 'time all' 'day all' 'days day'; do
	cs-kpi --render $pair || echo $?
done
