# SPDX-License-Identifier: GPL-3.0-or-later
# Thousands of millions of contacts are counted; more than can be counted is an error, not a rank.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" | cs-kpi -q --by agent -m csat_top2 --cells >cells.tsv
ranked() {
	awk -F '\t' -v OFS='\t' -v zeros="$1" '$1 == "cell" { $NF = $NF zeros } 1' cells.tsv >many.tsv
	sum=$(cs-rank -q many.tsv 2>&1 | sed -n 's/.*checksum is \([0-9a-f]*\),.*/\1/p')
	sed "s/\(crc32	\).*/\1$sum/" many.tsv | cs-rank -q | cut -f 1-5
}
ranked 000000000 | head -n 4
ranked 0000000000000000
