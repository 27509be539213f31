# SPDX-License-Identifier: GPL-3.0-or-later
# Sets: keys, metrics and shape under a name, built in or of a vision; what is given stays.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --set intraday c.tsv | head -2
cs-kpi -q --set weekly --by queue,day -m contacts --rolling 2 c.tsv
cat >own.vision <<'END'
[set weekly]
metrics = contacts, csat_top2
by = queue
shape = long, subtotals all, of-total
[set plain]
metrics = asa
END
cs-kpi -q --set weekly --vision own.vision c.tsv
cs-kpi -q --set weekly --vision own.vision --by queue,day --pivot queue -m contacts c.tsv
cs-kpi --set plain --vision own.vision c.tsv
cs-kpi -q --set weekly --vision own.vision --cells c.tsv | cut -f 1 | sort | uniq -c | sed 's/^ *//'
