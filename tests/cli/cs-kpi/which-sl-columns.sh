# SPDX-License-Identifier: GPL-3.0-or-later
# Without waits no level of service can be found.
cut -f 1-3 "$TESTDATA/sl-205.tsv" | cs-kpi --which-sl 87.3
