# SPDX-License-Identifier: GPL-3.0-or-later
# Rows for intervals in which there was nothing: between the first and last, or of the period.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by queue,day -m contacts,asa --fill c.tsv
cs-kpi -q --by day -m contacts --fill --period 2026-10-04..2026-10-06 c.tsv
