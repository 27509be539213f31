# Events found by what the records do not have are left out, and that is said, notes or not.
cs-join -q --events "$TESTDATA/events.tsv" "$TESTDATA/journeys.tsv" | cut -f 1,4,15- | head -n 4
