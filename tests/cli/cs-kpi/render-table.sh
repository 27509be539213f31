# SPDX-License-Identifier: GPL-3.0-or-later
# A table is no stream of cells.
cs-kpi -q -m contacts "$TESTDATA/sl-205.tsv" | cs-kpi --render
