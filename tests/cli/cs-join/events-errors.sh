# What --events refuses.
in=$TESTDATA/journeys.tsv
cut -f 1,2 "$TESTDATA/events.tsv" | cs-join --events /dev/stdin "$in"; echo $?
sed -n '1p;6p' "$TESTDATA/events.tsv" | cs-join --events /dev/stdin "$in"; echo $?
sed 's/2026-10-03T/3 October /' "$TESTDATA/events.tsv" | cs-join --events /dev/stdin "$in"; echo $?
cs-join --event-window 3d "$in"; echo $?
cs-join --events nothing.tsv "$in"; echo $?
cs-join --events "$TESTDATA/events.tsv" --event-window 1mo "$in"; echo $?
