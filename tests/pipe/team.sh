# A team's tickets, tagged, ranked and printed as a page that loads nothing.
cs-ingest -q --map zendesk "$TESTDATA/tickets.csv.gz" | cs-tag -q --text subject |
	cs-kpi -q --by agent --cells | cs-rank -q | cs-report --html -o team.html || exit
grep -c '<tr' team.html
grep -ci '<script\|src=\|@import\|url(' team.html
head -c 15 team.html
