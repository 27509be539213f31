# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing to fill.
cs-kpi --fill -m contacts --by queue "$TESTDATA/sl-205.tsv"
