# SPDX-License-Identifier: GPL-3.0-or-later
# What a fee brings and costs: against the year before, the level before, and customers of the
# other plan; with a lost margin; in sentences; week by week.
for t in contacts charged costs; do
	cs-gen -q --rows 30000 --days 910 --customers 2000 -r --table decision-$t -o $t.tsv
done
pnl() {
	cs-chargeback --charged charged.tsv --costs costs.tsv --decisions "$@" contacts.tsv
}
down() {
	perl -F'\t' -lane 'if (!@h) { @h = @F; next } print "$h[$_]\t$F[$_]" for 0 .. $#F'
}
ln -s "$TESTDATA/charge" charge
d=charge/decisions.ini
pnl $d --pnl late_fee | down
echo
pnl $d --pnl late_fee_plans | down >plans
sed -n '/^baseline/,/^expected/p;/^net/p;/^verdict/p' plans
sed '/^\[late_fee_plans/,$d' $d >week.ini
echo 'season = week' >>week.ini
pnl week.ini --pnl late_fee | down | sed -n '/^baseline/p;/^more/p'
printf 'segment\tworth\tworth_lo\tworth_hi\tcurrency\n' >uplift.tsv
printf 'home\t-900.00\t-2400.00\t300.00\tEUR\nfamily\t5\t\\N\t\\N\tEUR\n' >>uplift.tsv
echo
pnl $d --pnl late_fee_plans --lost-margin "uplift.tsv where segment = 'home'" | down |
	sed -n '/^lost/p;/^net/p;/^loss/p;/^verdict/p'
pnl $d --pnl late_fee_plans --lost-margin "uplift.tsv where worth > 0" | down |
	sed -n '/^lost/p;/^net/p;/^verdict/p'
echo
pnl $d --pnl late_fee --say
echo
pnl $d --pnl late_fee_plans --say --lost-margin "uplift.tsv where segment = 'home'"
echo
pnl $d --pnl late_fee --weeks >weeks
sed -n '1,3p;26,29p;$p' weeks
