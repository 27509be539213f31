# SPDX-License-Identifier: GPL-3.0-or-later
# A table for people does not say what its numbers rest on.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" | cs-kpi -q --by agent -m csat_top2 | cs-rank
