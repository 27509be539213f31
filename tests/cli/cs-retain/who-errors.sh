# SPDX-License-Identifier: GPL-3.0-or-later
# What is refused, and why.
r=$TESTDATA/retain
run() { cs-retain -q --customers "$r/customers.tsv" "$@" "$r/contacts.tsv"; echo "$?"; }
run --who team --by plan
run --who team --from joined
run --who agent
run --who teem
run --who team --strata team
run --who team --strata teem
run --who team --min-group 5
run --who team --explain
run --who team --cells
run --who team --merge
run --who team --say
run --share last
run --who solved_agent
awk -F '\t' -v OFS='\t' 'NR == 2 { $6 = "USD" } { print }' "$r/purchases.tsv" >two
run --who team --purchases two
for c in EUR USD; do
	cs-retain -q --who team --strata none --at 1mo --currency $c --customers "$r/customers.tsv" --purchases two \
	    "$r/contacts.tsv" | cs-kpi -q --render
done
cut -f 1-13 "$r/contacts.tsv" >short
cs-retain -q --customers "$r/customers.tsv" --who team --share minutes short
