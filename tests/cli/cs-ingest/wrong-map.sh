# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong in a map is told with its line.
printf '[source]\nzone = Mars\n' >a.map
printf '[columns]\nwait_s = W; unit parsec\n' >b.map
printf '[columns]\nwait_s = expr: W +\n' >c.map
for m in a b c; do
	printf 'W\n1\n' | cs-ingest --map $m.map
	echo $?
done
