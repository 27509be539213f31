# SPDX-License-Identifier: GPL-3.0-or-later
# What is refused, and why.
c=$TESTDATA/retain/customers.tsv
t=$TESTDATA/retain/contacts.tsv
run() { cs-retain -q --customers "$c" "$@"; echo "$?"; }
run --hazard contacted "$t"
run --from joined --hazard contacted
run --from joined --hazard plan,plan
run --from joined --hazard plan,tens=month_value/10,tens=month_value
run --from joined --hazard plam
run --from joined --hazard left_reason
run --from joined --hazard joined_at
run --from joined --hazard 'log(plan)'
run --from joined --hazard customer_id
run --from joined --hazard 'who=lower(customer_id)'
run --from joined --hazard 'log(text(month_value))'
run --from joined --hazard plan --landmark 14d
run --from joined --hazard plan --strata plam
run --from joined --hazard plan --curve
cut -f 1-12 "$t" >short
run --from joined --hazard solved short
# A number that is not there, or has no logarithm.
awk -F '\t' -v OFS='\t' 'NR > 1 && NR % 3 == 0 { $8 = NR % 2 ? "\\N" : "0.00" } { print }' "$c" >c
cs-retain --customers c --from joined --hazard 'log(month_value)' >/dev/null
