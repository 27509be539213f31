# SPDX-License-Identifier: GPL-3.0-or-later
# What is planted by name, with sizes or without, and nothing at all; all that there is.
for p in contact=35%,cancelling solved,immortal=5%,hidden,loyal none; do
	cs-gen --rows 300 --days 500 --customers 100 \
		--table retain-contacts --plant $p --truth t -o c
	grep -v -E '^(plan|class)' t
	cut -d, -f10 c | sort | uniq -c | grep cancel | sed "s,^ *,,"
done
