# SPDX-License-Identifier: GPL-3.0-or-later
# Which formula and threshold give a figure: each of the eleven is found.
for figure in 82.35 80.00 78.65 78.00 77.55 77.35 73.68 73.30 71.43 70.00 68.29; do
	cs-kpi --which-sl $figure "$TESTDATA/sl-205.tsv" | sed -n 2p | cut -f 1-8
done
cs-kpi --which-sl 73.3% "$TESTDATA/sl-205.tsv" | cut -f 1-5,9
