# What counts as too fast is an option.
for t in 1s 2h; do
	cs-join -q --too-fast $t --surveys "$TESTDATA/surveys.tsv" "$TESTDATA/journeys.tsv" |
	    cut -f 1,17 | sort | grep '[tf]$'
done
