# SPDX-License-Identifier: GPL-3.0-or-later
# The head and first rows of each table.
for t in contacts agents roster customers purchases surveys costs tickets; do
	cs-gen --rows 2000 --days 30 --table $t | sed -n '1,3p'
done
