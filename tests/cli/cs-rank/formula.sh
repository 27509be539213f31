# SPDX-License-Identifier: GPL-3.0-or-later
# The scorecard has names; a formula of one's own is counted into the cells, and has one there.
cs-rank -m "long_share=share(handle_s > 300):1:down" "$TESTDATA/desk.tsv"
echo $?
cs-kpi -q --cells --by agent -m "long_share=share(handle_s > 300),repeat_7d" "$TESTDATA/desk.tsv" |
	cs-rank -q --min-n 1 -m long_share:1:down,repeat_7d | cut -f 1-4
