# SPDX-License-Identifier: GPL-3.0-or-later
# Bounds: Wilson, t, ranks, adjusted Wald.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --ci -m csat_top2,mean_talk,p50_talk,nps c.tsv
cs-kpi -q --ci=80 -m csat_top2,p50_talk c.tsv
