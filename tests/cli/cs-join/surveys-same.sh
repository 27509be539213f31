# The same bytes from a pipe, by any number of threads, from files in any order and of any columns.
cs-join -q --surveys "$TESTDATA/surveys.tsv" "$TESTDATA/journeys.tsv" >one
cat "$TESTDATA/journeys.tsv" | cs-join -q --threads 3 --surveys "$TESTDATA/surveys.tsv" | cmp - one
(head -n 1 "$TESTDATA/surveys.tsv"; tail -n +2 "$TESTDATA/surveys.tsv" | sort -r) >back.tsv
cs-join -q --surveys back.tsv "$TESTDATA/journeys.tsv" | cmp - one
sed -n '1p;6,$p' "$TESTDATA/surveys.tsv" | gzip >a.tsv.gz
sed -n '1,5p' "$TESTDATA/surveys.tsv" >b.tsv
cs-join -q --surveys a.tsv.gz --surveys b.tsv "$TESTDATA/journeys.tsv" | cmp - one
printf 'customer_id\tsurvey_sent_at\tnps\nk2\t2026-10-20T12:00:00Z\t7\n' >c.tsv
cs-join --surveys c.tsv "$TESTDATA/journeys.tsv" | cut -f 1,15- | grep p5
head -n 1 c.tsv | cs-join --surveys /dev/stdin "$TESTDATA/journeys.tsv" | cut -f 1,15- | head -n 2
