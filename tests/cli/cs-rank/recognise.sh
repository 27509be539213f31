# SPDX-License-Identifier: GPL-3.0-or-later
# Who is to be praised for what: best, steady, improved; without time the best alone; nobody where
# nobody differs.
awk -f "$SRC/tests/cli/cs-rank/moves.awk" >contacts.tsv
cs-rank --recognise --trace trace contacts.tsv
grep -c '5 steady, 1 improved' trace
echo 'no time:'
awk -f "$SRC/tests/cli/cs-rank/mix.awk" | cs-rank --recognise --band .34
echo 'one may not be named:'
awk 'NR == 1 || $2 != "a10" || NR % 2' contacts.tsv | cs-rank --recognise --min-group 200 2>&1 | cut -f 1-3 |
	sed -n '/recognise\|min-group/,$p'
echo 'nobody:'
awk 'BEGIN { print "contact_id\tagent_id\tcsat"; for (i = 0; i < 400; i++) print i "\t" i % 10 "\t" (int(i / 10) % 3 ? 5 : 2) }' |
	cs-rank -q --recognise
cs-rank --recognise --funnel csat contacts.tsv
echo $?
echo 'whoever surely misses a floor is praised for getting better alone:'
printf '[metric csat_top2]\nbetter = up\n[metric solved_customer_share]\nbetter = up\nfloor = 0.9\n' >our.vision
cs-rank -q --recognise --vision our.vision contacts.tsv | cut -f 1-3
