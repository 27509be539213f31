# What --issues refuses.
cs-join --issues "$TESTDATA/journeys.tsv"; echo $?
cs-join --issue-window 3d "$TESTDATA/journeys.tsv"; echo $?
cs-join --issues --replace --issue-by nothing "$TESTDATA/journeys.tsv"; echo $?
cs-join --issues --replace --issue-window 1mo "$TESTDATA/journeys.tsv"; echo $?
cut -f 1-3 "$TESTDATA/journeys.tsv" | cs-join --issues --replace; echo $?
sed 's/2026-10-05T08:06:00Z	2026/yesterday	2026/' "$TESTDATA/journeys.tsv" |
    cs-join --issues --replace; echo $?
