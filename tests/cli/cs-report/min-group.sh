# SPDX-License-Identifier: GPL-3.0-or-later
# Rows of few are left out, and metrics with few behind them; where sums are in the table it is
# refused, unless all is large.
{
	printf 'agent_id\tcontacts\tasa\tasa_n\tasa_lo\tcsat_top2\tcsat_top2_n\n'
	printf 'ann\t20\t14.250\t18\t9.000\t0.50000000\t4\n'
	printf 'bob\t4\t9.000\t4\t8.000\t1.00000000\t1\n'
	printf 'cem\t5\t7.000\t4\t6.000\t0.80000000\t5\n'
	printf 'dan\t0\t\\N\t0\t\\N\t\\N\t0\n'
	printf 'eve\t\\N\t3.000\t9\t1.000\t\\N\t0\n'
} >in.tsv
cs-report --min-group 5 in.tsv
echo '-- for machines'
cs-report --min-group 5 --json in.tsv
echo '-- nothing is small'
cs-report -q --min-group 2 --csv in.tsv
echo '-- without contacts: the greatest of what there is'
cut -f 1,3- in.tsv | cs-report -q --min-group 5 --csv
echo '-- sums, and all is large'
printf 'queue\ttotal_over\tothers_n\tcontacts\nq\t\t0\t7\n\\N\tqueue\t0\t7\n' | cs-report --min-group 5 --csv
echo '-- the account'
cs-report -q --min-group 5 --csv --trace t in.tsv >/dev/null
grep -o '"skipped":{[^}]*}' t
