# SPDX-License-Identifier: GPL-3.0-or-later
# -o writes a whole file; nothing goes to standard output.
printf 'queue\tinterval\tcontacts\tp90_wait\tsl_offered_20\tsl_offered_20_n\n' >wide.tsv
printf 'billing\t2026-10-05T08:00:00+02:00\t12\t14.000\t0.91666667\t12\n' >>wide.tsv
printf 'billing\t2026-10-05T08:15:00+02:00\t30\t95.000\t0.63333333\t30\n' >>wide.tsv
printf 'billing\t2026-10-05T08:30:00+02:00\t0\t\\N\t\\N\t0\n' >>wide.tsv
printf 'sales\t2026-10-05T08:00:00+02:00\t7\t3.000\t1.00000000\t7\n' >>wide.tsv
printf 'sales\t2026-10-05T08:15:00+02:00\t9\t120.500\t0.44444444\t9\n' >>wide.tsv
printf 'sales\t2026-10-05T08:30:00+02:00\t4\t8.000\t1.00000000\t4\n' >>wide.tsv
cs-report --json -o day.json wide.tsv && wc -l <day.json
