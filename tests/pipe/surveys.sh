# Who answered, by how the survey found its contact; what the first events had to do with it.
cs-join -q --surveys "$TESTDATA/surveys.tsv" --events "$TESTDATA/events.tsv" --issues --replace \
    "$TESTDATA/journeys.tsv" 2>/dev/null >joined.tsv
cs-kpi -q --by survey_how -m contacts,csat_mean,nps joined.tsv
cs-kpi -q --by event -m contacts,issues joined.tsv
