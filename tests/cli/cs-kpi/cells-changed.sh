# SPDX-License-Identifier: GPL-3.0-or-later
# A figure that was changed, a shard or a word about a metric that went missing, records that were put
# in order: the checksum of the cells says so, of one part among several as well.
printf 'agent_id\twait_s\ncid\t40\nada\t5\nbob\t30\n' >a.tsv
printf 'agent_id\twait_s\nada\t4\n' >b.tsv
for s in a b; do
	cs-kpi -q --by agent -m contacts,p90_wait --cells $s.tsv >$s.cells || exit
done
tail -2 a.cells
sed 's/hist	5:1/hist	6:1/' a.cells | cs-kpi --render || echo $?
sed 's/	says	/	sayz	/' b.cells | cat a.cells - | cs-kpi --render || echo $?
sed '/^shard/d' a.cells | cs-kpi --merge - b.cells >sum || echo $?
sed 's/\(rows	\)1/\12/' a.cells | cs-rank --min-n 1 || echo $?
{ head -1 a.cells && sed 1d a.cells | sort; } | cs-kpi --render || echo $?
# Joined they are as they were.
cat a.cells b.cells | cs-kpi --render | head -2
