# SPDX-License-Identifier: GPL-3.0-or-later
# Intervals without a time.
cs-kpi --by 15m -m contacts "$TESTDATA/sl-205.tsv"
