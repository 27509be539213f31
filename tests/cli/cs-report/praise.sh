# SPDX-License-Identifier: GPL-3.0-or-later
# What cs-rank writes to recognise, on traits and in detail, as cards.
awk -f "$SRC/tests/cli/cs-rank/moves.awk" >contacts.tsv
cs-rank -q --recognise contacts.tsv | cs-report
cs-rank -q --recognise contacts.tsv | head -1 | cs-report
awk -f "$SRC/tests/cli/cs-rank/traits.awk" >contacts.tsv
cs-kpi -q --by agent -m solved_customer_share --cells contacts.tsv >rank.cells
cs-kpi -q --by agent -m 'tenure_n=mean(number(tenure_days)),mean_talk,same_n=mean(7)' --cells contacts.tsv >traits.cells
cs-rank -q --traits traits.cells rank.cells | cs-report
cs-rank -q --detail rank.cells | cs-report --cards | head -8
