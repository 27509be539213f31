# SPDX-License-Identifier: GPL-3.0-or-later
# No such key, too many values, two columns of one name.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --by queue --pivot agent -m contacts c.tsv
cs-kpi --pivot queue -m contacts c.tsv
seq 301 | sed '1i queue' | cs-kpi --by queue --pivot queue -m n='count(*)' -
seq 301 | sed '1i queue' | cs-kpi --by queue --pivot queue --top 300 -m n='count(*)' - | awk -F '\t' '{ print NF }'
printf 'queue\tk\nb\ta_b\nb_b\ta\n' | cs-kpi --by k,queue --pivot queue -m 'a=count(*),a_b=count(*)'
cs-kpi --by queue --pivot queue --long c.tsv
cs-kpi --by queue --pivot queue --sort contacts c.tsv
true
