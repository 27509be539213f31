# The same bytes from a pipe, by one thread or three, with little memory; the same ids when the
# records come in another order; no records are no issues.
cs-join -q --issues --replace "$TESTDATA/journeys.tsv" >one
cat "$TESTDATA/journeys.tsv" | cs-join -q --issues --replace --threads 3 | cmp - one
cs-join -q --issues --replace --mem 1K --threads 1 "$TESTDATA/journeys.tsv" | cmp - one
(head -n 1 "$TESTDATA/journeys.tsv"; tail -n +2 "$TESTDATA/journeys.tsv" | sort -r) |
    cs-join -q --issues --replace | tail -n +2 | sort >other
tail -n +2 one | sort | cmp - other
head -n 1 "$TESTDATA/journeys.tsv" | cs-join --issues --replace | cut -f 3,15-
