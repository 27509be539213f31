# SPDX-License-Identifier: GPL-3.0-or-later
# Standard input is the records or one of the tables, and no more; tables may be packed.
cut -f 1,5,9 "$TESTDATA/desk.tsv" | head -n 3 >calls.tsv
cs-join -q --roster - calls.tsv <"$TESTDATA/roster.tsv"
gzip -c "$TESTDATA/roster.tsv" >roster.gz
cs-join -q --side 'roster.gz on agent_id from valid_from_at to valid_to_at add leader' - <calls.tsv
gzip -dc roster.gz | cs-join -q --side '- on agent_id last add agent_name' calls.tsv
cs-join --roster - <calls.tsv
cs-join --roster - --side '- on agent_id' calls.tsv
cs-join --roster roster.gz - - <calls.tsv
