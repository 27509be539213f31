# Journeys over calls, tickets and chats, counted: how many contacts and legs an issue takes.
cs-join -q --issues --replace "$TESTDATA/journeys.tsv" |
    cs-kpi -q --where "issue_how <> 'unknown' and customer_id is not null" \
        -m contacts,issues,legs_per_issue,contacts_per_issue,fcr_issue
