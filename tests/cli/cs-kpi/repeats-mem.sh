# SPDX-License-Identifier: GPL-3.0-or-later
# More contacts than --mem holds.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --threads 1 --mem 64 -m repeat_1d c.tsv
