# SPDX-License-Identifier: GPL-3.0-or-later
# Repeats: forward, credited to the first, found outside of what is reported; too early is no answer.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --by agent -m repeat_1d,repeat_4d,repeat_free_1d c.tsv
cs-kpi -q --by agent -m repeat_1d --where "agent_id = 'bob'" c.tsv
cs-kpi -q --by agent -m repeat_1d --keep-only "agent_id = 'bob'" c.tsv
cs-kpi -m repeat_1d --as-of 2026-10-06T08:10:00Z c.tsv
# An entry that is called as the aggregate of its formula is asked for in both ways as well.
cs-kpi -q --by agent -m 'repeat_free(1d)' c.tsv
cs-kpi --explain 'repeat_free(1d)' | head -n 1
cs-kpi -q -m 'repeat_free(1d, reason)' c.tsv
