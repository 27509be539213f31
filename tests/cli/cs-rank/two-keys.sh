# SPDX-License-Identifier: GPL-3.0-or-later
# Two keys are one name when both say who is ranked: every group with all of its names is a unit.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" |
	sed 's/kim	second/kim	\\N/; s/hal	second/\\N	second/' |
	cs-kpi -q --by queue,agent -m solved_customer_share --cells | cs-rank --unit queue,agent | cut -f 1-6
