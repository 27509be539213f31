# SPDX-License-Identifier: GPL-3.0-or-later
# The service desk: contacts, what is true of its agents, states and schedules.
for t in desk skills states schedules; do
	echo "== $t"
	cs-gen --rows 5000 --agents 30 --table $t -r | sed -n '1p;20,22p'
	cs-gen --rows 5000 --agents 30 --table $t -r | wc -l
done
cs-gen --rows 5000 --agents 30 --table desk | sed -n '200,201p'
