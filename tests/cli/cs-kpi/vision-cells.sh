# SPDX-License-Identifier: GPL-3.0-or-later
# Cells carry what a vision made of the formulas: those of another one do not add up.
cs-ingest -q --map queue-log "$TESTDATA/queue_log" >calls.tsv
awk -F '\t' 'NR == 1 || $9 < "2026-10-06"' calls.tsv >monday.tsv
awk -F '\t' 'NR == 1 || $9 >= "2026-10-06"' calls.tsv >tuesday.tsv
sed 's/45s/50s/' "$TESTDATA/shop.vision" >later.vision
sed 's/13:00-20:00/13:00-21:00/' "$TESTDATA/shop.vision" >longer.vision
cells() {
	cs-kpi -q --vision "$1" --as-of 2026-10-07 --partial --by queue -m "$3" "$2.tsv" >"$2.cells"
}
set='sl_target,ab_target,b_s=p90(business_s(started_at, ended_at))'
cells "$TESTDATA/shop.vision" monday "$set"
cells "$TESTDATA/shop.vision" tuesday "$set"
cs-kpi -q --vision "$TESTDATA/shop.vision" --by queue -m "$set" calls.tsv >whole
cs-kpi -q --render monday.cells tuesday.cells | diff - whole && echo the same
cells later.vision tuesday "$set"
cs-kpi --render monday.cells tuesday.cells
echo $?
cells longer.vision tuesday "$set"
cs-kpi --render monday.cells tuesday.cells | cut -c 1-60
# Hours that nothing was counted by do not keep cells apart.
cells "$TESTDATA/shop.vision" monday contacts
cells longer.vision tuesday contacts
cs-kpi --render monday.cells tuesday.cells
