# SPDX-License-Identifier: GPL-3.0-or-later
# What is not ours is searched and left; an index goes; a trace is redacted; links in folders are
# not followed, and another name is told.
mkdir d elsewhere
printf 'customer_id\tcomment\n4711\thello\n5\tnothing\n' >d/a.tsv
cs-join -q --index d/a.tsv
echo y >d/b.idx
echo '<p>of 4711</p>' >d/report.html
echo '<p>of 47110</p>' >d/other.html
ln d/a.tsv elsewhere/a.tsv
cp d/a.tsv elsewhere/b.tsv
ln -s ../elsewhere/b.tsv d/link.tsv
cs-kpi -q -m contacts --where "customer_id = '4711'" --trace d/trace d/a.tsv >/dev/null
cs-privacy --erase --customer 4711 d; echo $?
ls -A d
cat elsewhere/b.tsv
grep -c 4711 d/trace
grep -c erased d/trace
