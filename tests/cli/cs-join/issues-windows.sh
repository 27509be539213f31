# Each window moves its own link alone; the vision says them by reason unless --issue-window does.
printf '[repeats]\nevery | 7d\nreason bill | 14d\n' >v.vision
for o in '--issue-window 30d' '--callback-window 1h' '--transfer-window 1m' '--vision v.vision' \
    '--vision v.vision --issue-window 1d'; do
	echo "$o"
	cs-join -q --issues --replace $o "$TESTDATA/journeys.tsv" | cut -f 1,15-16 | grep '^p[245]\|h2'
done
