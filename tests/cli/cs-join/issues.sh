# Call, ticket and chat are one issue; legs are numbered over all of them.
cs-join --issues --replace "$TESTDATA/journeys.tsv" | cut -f 1-4,15-16
