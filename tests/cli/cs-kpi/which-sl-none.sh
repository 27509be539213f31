# SPDX-License-Identifier: GPL-3.0-or-later
# No formula gives the figure: the answer is no.
cs-kpi --which-sl 99.99 "$TESTDATA/sl-205.tsv"
