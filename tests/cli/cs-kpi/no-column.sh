# SPDX-License-Identifier: GPL-3.0-or-later
# A metric named in -m without its column.
cs-kpi -m csat_top2 "$TESTDATA/sl-205.tsv"
