# SPDX-License-Identifier: GPL-3.0-or-later
# Who makes more pauses at the peaks, in whatever shift; nobody else is named.
gen='cs-gen -q --rows 40000 --agents 60 --seed 302 --games unready --records'
$gen --table skills | awk -F '\t' '$2 == "unready" {print $1}' | sort >truth
$gen --table states | cs-audit -q --rule pauses >signals
cut -f 2-6,9-12 signals
tail -n +2 signals | cut -f 5 | sort | comm -23 - truth | sed 's/^/wrongly: /'
echo "$(tail -n +2 signals | wc -l) of $(wc -l <truth)"
