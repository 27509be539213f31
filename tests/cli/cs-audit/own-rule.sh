# SPDX-License-Identifier: GPL-3.0-or-later
# A rule of one's own in the place of a built-in one, by units that the input has, within strata.
cat >own <<'E'
[rule short_calls]
metric = aht
test = share
of = handled
when = talk_s > target_talk_s
units = agent, vendor, leader
effect = 1.05
says = talks take long
question = What is talked about?
E
cs-gen -q --rows 30000 --wide | cs-ingest -q --map contacts >contacts
cs-audit --fdr .5 --rules own --rule short_calls --target talk_s=6m --strata queue contacts |
    cut -f 2-6,9-15
cs-audit --fdr .5 --rules own --rule short_calls --target talk_s=6m --strata none --periods week contacts |
    cut -f 2-6,9-15
