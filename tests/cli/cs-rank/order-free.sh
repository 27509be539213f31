# SPDX-License-Identifier: GPL-3.0-or-later
# The order of the contacts and how they were cut into shards change no byte.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" >contacts.tsv
head -1 contacts.tsv >head.tsv
sed 1d contacts.tsv | sort -t "$(printf '\t')" -k 5,5 -k 1,1r >turned.tsv
{ cat head.tsv; head -1000 turned.tsv; } >a.tsv
{ cat head.tsv; sed 1,1000d turned.tsv; } >b.tsv
for f in contacts a b; do
	cs-kpi -q --by agent -m csat_top2,nps,mean_talk --cells $f.tsv >$f.cells
done
cs-rank -q contacts.cells >whole
cs-rank -q b.cells a.cells >parts
cmp whole parts && sed 1d whole | wc -l
