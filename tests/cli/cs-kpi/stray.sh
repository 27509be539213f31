# SPDX-License-Identifier: GPL-3.0-or-later
# A day far behind the others decides what is too early to say: it is named.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
printf 'c9\t1\tk9\tbob\tbilling\t2099-01-01T00:00:00Z\t1\t1\tanswered\t1\t1\t1\n' >>c.tsv
cs-kpi -m repeat_1d c.tsv
