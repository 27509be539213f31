# SPDX-License-Identifier: GPL-3.0-or-later
# Signals: the metric first, then who, figures in plain words, the sentence, the question; by metric.
row() { printf '%s\t' "$@" | sed 's/\t$/\n/'; }
{
	row kind rule metric about agent_id queue period_from_at period_to_at n observed peers ratio \
	    confidence periods members says question q
	row signal late_close solved_customer_share queue '\N' tech 2026-01-05T00:15:21Z \
	    2026-03-31T23:54:08Z 4120 0.3105 0.1200 2.59 'very clear' '3 of 3' '7 of 9' \
	    'items are closed in the last days of a month' 'What is due on the last day?' 3e-07
	row signal short_calls mean_handle agent_id 'a\t7 日本' '\N' 2026-01-05T00:15:21Z \
	    2026-03-31T23:54:08Z 475 0.0821 0.0000 '\N' clear '2 of 3' '\N' \
	    'more calls than at peers were ended by the agent within 15 seconds' \
	    'What happens in these calls: is the line bad, are they misrouted, or is a call better cut than long?' 0.0021
	row signal reopened solved_customer_share agent_id '<b>\x1b[31m' '\N' 2026-01-05T00:15:21Z \
	    2026-03-31T23:54:08Z 707 1.7 0.9 1.89 likely '\N' '\N' \
	    'more solved items than at peers were opened again' 'What was missing?' 0.04
} >signals.tsv
cs-report --width 72 signals.tsv
cs-report --markdown --title 'The *month*' signals.tsv
cs-report --html signals.tsv | sed '1,/<body>/d'
echo 'rows for machines and for whom asks:'
cs-report --csv signals.tsv | head -1
cs-report --json signals.tsv | grep -c '"rule":'
cs-report --table --width 60 signals.tsv | head -3
echo 'of different times:'
sed '2s/2026-01-05/2026-02-05/' signals.tsv | cs-report | sed -n '1,7p'
echo 'with units:'
sed -n 4p signals.tsv >one
{ head -1 signals.tsv; cat one one one one; } |
    awk -F '\t' -v OFS='\t' 'BEGIN { split("unit s share per@minute \\N", u, " ") } { sub("@", " ", u[NR]); print $0, u[NR] }' |
    cs-report --width 100 | grep 'where peers'
echo 'none:'
head -1 signals.tsv | cs-report
