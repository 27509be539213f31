# SPDX-License-Identifier: GPL-3.0-or-later
# Eleven formulas of the service level, eleven figures, and abandonment by three.
cs-kpi -q -m "sl_answered,sl_positive,sl_ignore,sl_removed,sl_ast2,sl_noshort,sl_negative,sl_noshort_flow,
	sl_inbound_noshort,sl_offered,sl_inbound,ab_all,ab_long,drop_answered,answered_share_nokey" \
	"$TESTDATA/sl-205.tsv" | awk -F '\t' '{ for (i = 1; i <= NF; i++) if (NR == 1) name[i] = $i; else print name[i], $i }'
