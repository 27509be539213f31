# SPDX-License-Identifier: GPL-3.0-or-later
# --explain: of one factor the test without a regression is that of --compare, strata included; of
# several it is one figure of the model; where there is no regression there is none.
run() { cs-retain -q --customers "$TESTDATA/retain/customers.tsv" --explain "$@"; }
p() { awk -F '\t' 'NR > 1 { print $NF }' | sort -u; }
for strata in '' '--strata region'; do
	run --from joined --hazard plan $strata | p
	run --from joined --compare --by plan $strata | p
done
run --hazard channel "$TESTDATA/retain/contacts.tsv" | p
run --compare --by channel "$TESTDATA/retain/contacts.tsv" | p
run --from joined --hazard plan,segment,contacted "$TESTDATA/retain/contacts.tsv" | p
run --from joined --hazard plan --where "customer_id = 'C1'" | p
