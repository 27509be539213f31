# SPDX-License-Identifier: GPL-3.0-or-later
# Leaders are ranked by their people, not by contacts: one who does a third of all the work well is
# one of five.
awk -f "$SRC/tests/cli/cs-rank/nested.awk" >contacts.tsv
cs-kpi -q --by leader,agent,queue -m solved_customer_share --cells contacts.tsv >cells.tsv
cs-rank --unit leader cells.tsv
cs-rank -q --unit leader contacts.tsv -m solved_customer_share | cut -f 2- >from-contacts
cs-rank -q --unit leader --trace trace cells.tsv | cut -f 2- | cmp - from-contacts
grep -o 'of how their people differ[^"]*' trace
echo 'contacts alone, as if each came from somebody else:'
cs-kpi -q --by leader,queue -m solved_customer_share --cells contacts.tsv | cs-rank -q | cut -f 1-9
echo 'one agent each:'
awk -F '\t' '$3 ~ /0$/ || NR == 1' contacts.tsv | cs-rank --unit leader -m solved | cut -f 1-6
echo 'one whose people have no names:'
awk -F '\t' -v OFS='\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
	first == "" { first = $at["leader"] }
	$at["leader"] == first { $at["agent_id"] = "\\N" }
	1' contacts.tsv | cs-rank --unit leader -m solved | cut -f 1-4
