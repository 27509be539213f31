# SPDX-License-Identifier: GPL-3.0-or-later
# The contacts behind the signals, the worst first; a pipe cannot be read twice, a name not be there twice.
# The contacts behind the signals, the worst first. A pipe cannot be read twice, no name be there twice.
    cs-kpi -q --add repeat_1d,repeat_7d >contacts
cs-audit -q --rule transfers,reopened,unasked_after_bad contacts --contacts behind --limit 2 |
    cut -f 2,4,5,9-11
cut -f 1,4,15,17,19,22,25,35- behind
cs-audit -q --rule transfers contacts --contacts all --limit 10000 >signals
# As many as the share says.
awk -F'\t' 'NR > 1 { printf "%d\n", $9 * $10 + .5 }' signals
sed 1d all | wc -l
stat -c %a behind
cs-audit -q --contacts behind <contacts
cs-audit -q --contacts x behind
cs-audit -q --contacts contacts --rule reopened contacts | cut -f 1
