# Which of several surveys of a contact is shown: first, last or worst; how many there were.
for r in first last worst; do
	cs-join -q --rating $r --surveys "$TESTDATA/surveys.tsv" "$TESTDATA/journeys.tsv" |
	    cut -f 1,15-19,22 | sed -n 2p
done
