# SPDX-License-Identifier: GPL-3.0-or-later
# What the options refuse.
for o in --fdr=0 --fdr=.6 --fdr=x --rule=short_cals --target=handle_s --target=queue=5m \
    --target=handle_s=0 --target=handle_s=2mo --periods=year --strata=nothing --strata=agent_id --rules=absent; do
	cs-audit $o "$TESTDATA/desk.tsv"
	echo $?
done
cs-audit --print-rules x
cs-audit --print-rules --list
cs-kpi -q --by agent --cells "$TESTDATA/desk.tsv" | cs-audit
cs-audit --rule short_calls "$TESTDATA/states.tsv"
