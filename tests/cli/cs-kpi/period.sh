# SPDX-License-Identifier: GPL-3.0-or-later
# What is reported on.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --by day -m contacts --period 2026-10-05 c.tsv
cs-kpi -q --by day -m contacts --since 2026-10-06 c.tsv
cs-kpi --by day -m contacts --where 'wait_s < 20' c.tsv
