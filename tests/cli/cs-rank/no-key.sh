# SPDX-License-Identifier: GPL-3.0-or-later
# Everything together is one group: there is nothing to rank.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" | cs-kpi -q -m csat_top2 --cells | cs-rank
