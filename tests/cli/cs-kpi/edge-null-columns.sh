# SPDX-License-Identifier: GPL-3.0-or-later
# A NULL in every column, one after the other: what does not read the column is the same.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
n=$(head -n 1 c.tsv | tr '\t' '\n' | wc -l)
i=1
while [ $i -le "$n" ]; do
	awk -F '\t' -v OFS='\t' -v i=$i 'NR > 1 { $i = "\\N" } { print }' c.tsv >null.tsv
	head -n 1 c.tsv | cut -f $i
	cs-kpi -q -m contacts,answered,asa,p90_wait,sl_offered,csat_mean,customers,repeat_1d --as-of 2026-10-20 null.tsv | tail -n 1
	i=$((i + 1))
done
cs-kpi -q -m contacts,answered,asa,p90_wait,sl_offered,csat_mean,customers,repeat_1d --as-of 2026-10-20 c.tsv
