# SPDX-License-Identifier: GPL-3.0-or-later
# Leads: who makes contact before he is a customer cannot leave until he joins, so he is at risk from
# then on; that time does not count as loyalty. Of customers alone it is said as well how far the
# history reaches.
cat >c <<X
customer_id	joined_at	left_at
lead	2024-03-01T10:00:00Z	2024-03-20T10:00:00Z
a	2023-03-01T10:00:00Z	2024-01-20T10:00:00Z
b	2023-03-01T10:00:00Z	\N
X
cat >k <<X
customer_id	started_at
lead	2024-01-01T10:00:00Z
a	2024-01-01T10:00:00Z
b	2024-01-01T10:00:00Z
X
run() { cs-retain --customers c --as-of 2024-12-31 "$@" | cut -f1-6; }
run --at 30d,70d,100d k
run --at 30d,70d,100d --landmark 70d -q k
run --at 30d,18mo,24mo --from joined
run --at 30d,18mo,24mo --from joined --since 2024-01-01
