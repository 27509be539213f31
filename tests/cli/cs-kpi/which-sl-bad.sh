# SPDX-License-Identifier: GPL-3.0-or-later
# A figure that is no percentage.
cs-kpi --which-sl 187 "$TESTDATA/sl-205.tsv"
