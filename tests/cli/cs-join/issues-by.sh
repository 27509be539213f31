# Tickets and links in columns of the user's; issue_id itself is no longer looked at.
sed '1s/issue_id/case/;1s/linked_contact_id/goes_on_from/' "$TESTDATA/journeys.tsv" >in.tsv
cs-join -q --issues in.tsv | cut -f 1,16-17 >plain
cs-join -q --issues --issue-by case --issue-link goes_on_from,transferred_to in.tsv |
    cut -f 1,16-17 >named
diff plain named
