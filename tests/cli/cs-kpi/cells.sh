# SPDX-License-Identifier: GPL-3.0-or-later
# Cells as records.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --by queue -m 'contacts,p90_wait,mean_wait,csat_mean,drop_answered,customers,repeat_1d,nps,c=sum(cost)' --cells c.tsv
