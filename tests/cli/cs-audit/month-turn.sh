# SPDX-License-Identifier: GPL-3.0-or-later
# Who says on the last evening of a month that the work of the week is done; nobody else is named.
gen='cs-gen -q --rows 40000 --agents 40 --gamers 2 --seed 302 --games month_end_closing --records'
$gen --table skills | awk -F '\t' '$2 == "month_end_closing" {print $1}' | sort
$gen --table desk | cs-audit -q --rule month_turn | cut -f 2-6,9-12
