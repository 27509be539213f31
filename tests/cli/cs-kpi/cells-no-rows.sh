# SPDX-License-Identifier: GPL-3.0-or-later
# Options that choose rows are refused where there are none to choose: in cells and in the dictionary.
cs-kpi --by queue -m contacts --cells "$TESTDATA/sl-205.tsv" >cells || exit
cs-kpi --render --where 'wait_s > 5' cells
cs-kpi --render --keep-only 'wait_s > 5' cells
cs-kpi --merge --time answered_at cells
cs-kpi --merge --bad=skip cells
cs-kpi --render --period 2026 cells
cs-kpi --render --as-of 2026-10-05 cells
cs-kpi --merge --tz Europe/Berlin cells
cs-kpi --explain asa --where 'wait_s > 5'
cs-kpi --explain asa cells
