# SPDX-License-Identifier: GPL-3.0-or-later
# One shard of many: the default set has no repeats, unless they are asked for.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi --partial --as-of 2026-10-09 c.tsv >cells
cs-kpi --render cells | tr '\t' '\n' | grep -c repeat
cs-kpi -q --partial --as-of 2026-10-09 -m repeat_1d c.tsv | grep -c '^cell.*repeat'
cs-kpi --partial --as-of 2026-10-09 -m 'sl_offered(-1)' c.tsv
