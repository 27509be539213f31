# SPDX-License-Identifier: GPL-3.0-or-later
# Customers with many names: the tables that tell who is who, and the truth about them.
for t in scattered identities moves ratings events links; do
	echo "== $t"
	cs-gen --rows 20000 --days 30 --table $t -r | awk 'NR <= 4 || NR % 20000 == 0'
done
cs-gen --rows 20000 --days 30 --table links -r | cut -f 4 | sort | uniq -c
