# SPDX-License-Identifier: GPL-3.0-or-later
# Keys with tabs, newlines, backslashes, quotes, the text \N, nothing, and bytes that are written in
# two ways: grouped by what they mean, and written in one form, in wide tables, long ones and cells.
printf 'queue\tcsat\na\\tb\t1\na\\x09b\t2\na\\nb\t3\na\\\\b\t4\n\\\\N\t5\n\\N\t1\n\t2\n"q"\t3\n a \t4\na\t5\n\\x41\t1\nA\t2\n\303\244\t3\n\\xc3\\xa4\t4\n\\x7f\t5\n' >c.tsv
cs-kpi -q --by queue -m contacts,csat_mean c.tsv
cs-kpi -q --by queue -m contacts,csat_mean --cells c.tsv >cells
cs-kpi -q --render cells >rendered
cs-kpi -q --by queue -m contacts,csat_mean c.tsv | cmp - rendered
cs-kpi -q --by queue -m contacts --long c.tsv | head -n 4
cs-kpi -q --by queue -m contacts --where "queue = 'A'" c.tsv
cs-kpi -q --by "shout=upper(queue)" -m contacts c.tsv | head -n 3
