# SPDX-License-Identifier: GPL-3.0-or-later
# The default set, and what standard error says of it.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi c.tsv
cs-kpi --by agent c.tsv
