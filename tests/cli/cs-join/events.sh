# The latest event before each contact: of its customer, or of what an event without one names.
awk -F '\t' -v OFS='\t' 'NR == 1 { print $1, $4, $8, "product", "region", "queue"; next }
    { print $1, $4, $8, NR % 3 ? "app" : "\\N", NR % 2 ? "north" : "south",
        $1 ~ "p" ? "phones" : "\\N" }' "$TESTDATA/journeys.tsv" >in.tsv
cs-join --events "$TESTDATA/events.tsv" in.tsv
