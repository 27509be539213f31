# SPDX-License-Identifier: GPL-3.0-or-later
# Not a number, not one of the metrics, nothing to choose from.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --by agent --top 0 -m contacts c.tsv
cs-kpi --by agent --top 3: -m contacts c.tsv
cs-kpi --by agent --top x -m contacts c.tsv
cs-kpi --by agent --top 3:asa -m contacts,answered c.tsv
cs-kpi --top 3 -m contacts c.tsv
