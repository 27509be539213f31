# SPDX-License-Identifier: GPL-3.0-or-later
# What sets the top apart from the middle: tenure and training do, the queues do not.
here=$SRC/tests/cli/cs-rank
awk -f "$here/traits.awk" >contacts.tsv
cs-kpi -q --by agent -m solved_customer_share --cells contacts.tsv >rank.cells
cs-kpi -q --by agent -m 'tenure_n=mean(number(tenure_days)),mean_talk,trained_share=share(trained = '"'t'"'),solved_customer_share,same_n=mean(7)' \
	--cells contacts.tsv >traits.cells
cs-rank --traits traits.cells rank.cells
echo 'parts of a count:'
cs-kpi -q --by agent,queue -m contacts,mean_talk --cells contacts.tsv >queues.cells
cs-rank -q --band .3 --traits queues.cells rank.cells
echo 'other units, and few of them:'
awk -F '\t' '$2 != "a24" && $2 != "a08"' contacts.tsv | sed 's/\ta23\t/\tnew\t/' |
	cs-kpi -q --by agent -m mean_talk --cells >other.cells
cs-rank --traits other.cells rank.cells 2>&1 | grep -e 'who is' -e mean_talk
echo 'no key of the units:'
cs-kpi -q --by queue -m contacts --cells contacts.tsv >none.cells
cs-rank -q --traits none.cells rank.cells
echo "$?"
cs-rank -q --traits contacts.tsv rank.cells
echo "$?"
cs-rank -q --traits absent rank.cells
echo "$?"
