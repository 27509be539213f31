# SPDX-License-Identifier: GPL-3.0-or-later
# No contacts: a header, and nobody in it.
awk -f "$SRC/tests/cli/cs-rank/team.awk" </dev/null |
	cs-kpi -q --by agent -m csat_top2 --cells | cs-rank -q
