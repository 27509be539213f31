# SPDX-License-Identifier: GPL-3.0-or-later
# What cannot be asked, and why.
run() { cs-retain -q --customers "$TESTDATA/retain/customers.tsv" "$@" "$TESTDATA/retain/contacts.tsv"; echo "$?"; }
run --by solved_agent
run --by 'quick=solved_at < ended_at'
run --by left_reason
run --where 'left_at is null' --from joined
run --keep-only solved_customer
run --by 'x=solved_at is null' --landmark 14d
run --by agent_id
run --compare --by channel --strata agent_id
run --compare
run --compare --by channel --points
run --compare --by channel --endings left_reason
run --steps --points
run --strata plan
run --status
run --status --landmark 14d --from joined
run --endings why
run --cancel-reasons x --from joined
cs-retain -q --customers "$TESTDATA/retain/customers.tsv" --landmark 14d --status \
    "$TESTDATA/retain/surveys.tsv" --time survey_sent_at
echo $?
run --by solved_agent --landmark 14d --at 1mo | cut -f1-4
run --by agent_id --agents --at 1mo | head -n 2 | cut -f1-4
awk 'BEGIN {
	print "customer_id\tjoined_at\tleft_at\tarm"
	for (i = 0; i < 1001; i++) printf "%d\t2026-01-01T00:00:00Z\t2026-02-01T00:00:00Z\ta%d\n", i, i
}' >many
cs-retain -q --from joined --customers many --compare --by arm
echo $?
cs-retain -q --from joined --customers many --compare --by arm --where "arm <> 'a7'" | sed -n '$p'
