# Surveys by contact, and by customer and time; states, the account and the list.
cs-join --surveys "$TESTDATA/surveys.tsv" --survey-report list.tsv "$TESTDATA/journeys.tsv" |
    cut -f 1,2,4,15-19,21-
cat list.tsv
ls -l list.tsv | cut -c 1-10
