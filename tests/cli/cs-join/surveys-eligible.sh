# Who could have been asked; a survey of a customer goes to such a contact alone.
cs-join -q --surveys "$TESTDATA/surveys.tsv" --eligible "channel = 'phone' and ended_at is not null" \
    --survey-window 30d "$TESTDATA/journeys.tsv" | cut -f 1,4,15,18,19
