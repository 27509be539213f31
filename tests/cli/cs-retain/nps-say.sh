# SPDX-License-Identifier: GPL-3.0-or-later
# The sentences of --nps, of a company whose promoters buy more: who, how many, whom the score speaks
# for; and of too few.
for t in customers purchases surveys; do
	cs-gen -q --rows 20000 --days 500 --customers 3000 --plant promoters=40% --seed 4 \
	    --table retain-$t --records -o $t
done
say() { cs-retain --nps --customers customers --surveys surveys --say "$@"; }
say --purchases purchases --at 30d,6mo,12mo
echo '= without purchases'
say -q --at 1mo
echo '= by kinds of the user'
say -q --at 1mo --strata plan,segment | grep score
echo '= too few'
head -n 40 surveys >few
cs-retain -q --nps --customers customers --surveys few --at 1mo --say
echo '= explained'
cs-retain -q --nps --customers customers --surveys surveys --purchases purchases --at 6mo --explain |
    cut -f 1-3,9-11,26-28,41- | sed -n 1,8p
