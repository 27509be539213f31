# SPDX-License-Identifier: GPL-3.0-or-later
# The tokens of lists: groups overlap, and standard error says so.
printf 'contact_id\tthemes\tagent_id\n1\ta,b\tx\n2\tb\tx\n3\t\\N\ty\n' >c.tsv
cs-kpi --by 'each(themes)' -m contacts c.tsv
cs-kpi -q --by 'agent,each(theme)' -m contacts c.tsv
cs-kpi --by 'each(agent)' -m contacts c.tsv
