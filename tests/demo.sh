#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The product on sample data: a made-up day of calls, one customer, a desk whose figures are played
# with, who stays, and who pays for the contacts, on the terminal; a team's tickets as a page.
# Run by `make demo`, which builds first.
set -eu

out=build/demo
mkdir -p "$out"
rm -f "$out/trace"
CS_TRACE=$out/trace
export CS_TRACE

cat <<'TEXT'

A day of calls, from the log of the phone system to the table:

  cs-ingest --map queue-log testdata/queue_log.gz |
      cs-kpi --by queue,1h -m 'contacts,asa,p90_wait,sl_offered(20),repeat_1d' \
          --tz Europe/Berlin --period 2026-10-05 |
      cs-report

TEXT
cs-ingest --map queue-log testdata/queue_log.gz |
	cs-kpi --by queue,1h -m 'contacts,asa,p90_wait,sl_offered(20),repeat_1d' \
		--tz Europe/Berlin --period 2026-10-05 |
	cs-report

cat <<'TEXT'

What to know of a customer before saying hello, out of calls and chats, surveys and events:

  cs-join --timeline --customer k2 --as-of 2026-10-31 --tz Europe/Berlin \
      testdata/journeys.tsv testdata/surveys.tsv testdata/events.tsv

TEXT
cs-join --timeline --customer k2 --as-of 2026-10-31 --tz Europe/Berlin \
	testdata/journeys.tsv testdata/surveys.tsv testdata/events.tsv

cat <<'TEXT'

A made-up desk, where two of 24 agents play with their numbers: which signs are there of it?

  cs-gen --table desk --records --rows 20000 --agents 24 --gamers 2 >desk.tsv
  cs-kpi --add repeat_1d,repeat_7d,repeat_reason_3d desk.tsv | cs-audit --target handle_s=5m | cs-report

TEXT
cs-gen -q --table desk --records --rows 20000 --agents 24 --gamers 2 -o "$out/desk.tsv"
cs-kpi -q --add repeat_1d,repeat_7d,repeat_reason_3d "$out/desk.tsv" |
	cs-audit -q --target handle_s=5m |
	cs-report

cat <<'TEXT'

Two years of a made-up company: did customers stay, and did it matter that they were served?

  for t in customers contacts; do
      cs-gen --table retain-$t --records --rows 15000 --customers 5000 --days 730 \
          --plant solved=40%,selection -o $t.tsv
  done
  cs-retain --customers customers.tsv --landmark 14d --status --at 1mo,6mo,12mo contacts.tsv | cs-report
  cs-retain --customers customers.tsv --landmark 14d --status --at 12mo --say contacts.tsv

TEXT
for t in customers contacts; do
	cs-gen -q --table "retain-$t" --records --rows 15000 --customers 5000 --days 730 \
		--plant solved=40%,selection -o "$out/$t.tsv"
done
cs-retain -q --customers "$out/customers.tsv" --landmark 14d --status --at 1mo,6mo,12mo \
	"$out/contacts.tsv" | cs-report
echo
cs-retain -q --customers "$out/customers.tsv" --landmark 14d --status --at 12mo --say "$out/contacts.tsv"

cat <<'TEXT'

What contacts cost, charged to whose decisions cause them: a month's bill, and a unit's statement

  cs-chargeback --costs quarter-costs.tsv --map quarter-map.tsv --period 2026-10 quarter.tsv | cs-report
  cs-chargeback --costs quarter-costs.tsv --map quarter-map.tsv --statement --unit Billing --say \
      quarter.tsv

TEXT
charge=testdata/charge
quarter="--costs $charge/quarter-costs.tsv --map $charge/quarter-map.tsv"
# shellcheck disable=SC2086 # options
cs-chargeback -q $quarter --period 2026-10 "$charge/quarter.tsv" | cs-report
# shellcheck disable=SC2086
cs-chargeback -q $quarter --statement --unit Billing --say "$charge/quarter.tsv"

cat <<'TEXT'

A made-up company decides to charge a fee for late payment: what does that bring, and what does it cost?

  for t in contacts charged costs; do
      cs-gen --table decision-$t --records --rows 60000 --customers 4000 --days 910 -o $t.tsv
  done
  cs-chargeback --pnl late_fee --decisions decisions.ini --charged charged.tsv --costs costs.tsv \
      --say contacts.tsv

TEXT
for t in contacts charged costs; do
	cs-gen -q --table "decision-$t" --records --rows 60000 --customers 4000 --days 910 \
		-o "$out/decision-$t.tsv"
done
cs-chargeback -q --pnl late_fee --decisions "$charge/decisions.ini" \
	--charged "$out/decision-charged.tsv" --costs "$out/decision-costs.tsv" \
	--say "$out/decision-contacts.tsv"

cat <<'TEXT'

The same day as a page for the mail or the browser, and a team's tickets, ranked:

  cs-ingest --map zendesk testdata/tickets.csv.gz | cs-tag --text subject |
      cs-kpi --by agent --cells | cs-rank | cs-report --html -o team.html

TEXT
cs-ingest -q --map queue-log testdata/queue_log.gz |
	cs-kpi -q --by queue,1h --tz Europe/Berlin --period 2026-10-05 |
	cs-report --html -o "$out/day.html"
cs-ingest -q --map zendesk testdata/tickets.csv.gz |
	cs-tag -q --text subject |
	cs-kpi -q --by agent --cells |
	cs-rank -q |
	cs-report --html -o "$out/team.html"
for page in day team; do
	[ -s "$out/$page.html" ] || exit 1
	echo "$PWD/$out/$page.html"
done
