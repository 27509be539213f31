# SPDX-License-Identifier: GPL-3.0-or-later
# Several factors at once: texts against the level of most customers, numbers, logarithms, what
# switches on as time passes, strata, groups, figures of the statistics; the same for any threads.
run() {
	cs-retain -q --customers "$TESTDATA/retain/customers.tsv" --from joined "$@" \
	    "$TESTDATA/retain/contacts.tsv"
}
run --hazard plan,region,contacted,solved,repeat
echo
run --hazard 'tens=month_value / 10,business=text(segment = '"'business'"'),consent' --strata region
echo
run --hazard 'log(month_value),contacted' --by consent --explain --level 90
run --hazard plan,region,contacted --threads 1 >one
run --hazard plan,region,contacted --threads 3 --mem 1M | cmp - one && echo alike
run --hazard plan --min-group 30 | cut -f 2,4
run --hazard contacted --cancel-reasons cancel | cut -f 2,4,5
echo
run --hazard 'region,same=region,plan' | cut -f 1-3,6,9-11
