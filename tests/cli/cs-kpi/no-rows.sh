# SPDX-License-Identifier: GPL-3.0-or-later
# No rows are no stream that is missing: one row without keys, none with.
printf 'contact_id\tdisposition\twait_s\n' >c.tsv
cs-kpi -q c.tsv
cs-kpi -q --by disposition -m contacts c.tsv
