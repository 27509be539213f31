# SPDX-License-Identifier: GPL-3.0-or-later
# A table is found by what another one has added; columns that are there are written anew in place.
cut -f 1,5,9 "$TESTDATA/desk.tsv" | head -n 4 >calls.tsv
printf 'leader\tsite\tmail\nlea\tbonn\tlea@x\nmia\thome\tmia@x\n' >leaders.tsv
cs-join -q --roster "$TESTDATA/roster.tsv" --side 'leaders.tsv on leader,site' calls.tsv
printf 'agent_id\tstarted_at\tmail\nann\tt\tann@x\n' >new.tsv
cs-join -q --side 'new.tsv on agent' calls.tsv
echo "$?"
cs-join -q --replace --side 'new.tsv on agent' calls.tsv
