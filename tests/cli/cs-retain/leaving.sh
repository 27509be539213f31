# SPDX-License-Identifier: GPL-3.0-or-later
# What leaving is: silence between purchases and contacts, renewals that did not come in time; when it
# is known, not before. Purchases before sign-up count, the same purchase twice does not.
records() { tr ' ' '\t'; }
left() { cs-retain --as-of 2026-06-30T12:00:00Z --at 0d "$@" --points | awk -F '\t' 'NR > 1 && $4 > 0 { print "left after " $1 }'; }
records >contacts <<E
customer_id started_at
A 2026-01-01T08:00:00Z
A 2026-01-20T08:00:00Z
E
records >purchases <<E
purchase_id customer_id purchased_at amount
p1 A 2026-01-31T09:00:00Z 10
p2 A 2026-03-02T08:59:59Z 10
p2 A 2026-03-29T08:59:59Z 10
p3 A 2025-12-31T08:59:59Z 10
E
records >customers <<E
customer_id joined_at
A 2026-01-01T00:00:00Z
E
records >renewals <<E
customer_id due_at renewed_at
A 2025-12-15T00:00:00Z 2025-12-31T00:00:00Z
A 2026-02-01T00:00:00Z 2026-02-15T00:00:00Z
A 2026-03-01T00:00:00Z \N
A 2026-09-01T00:00:00Z \N
E
echo silence
cs-retain --as-of 2026-06-30T12:00:00Z --leaving silence=30d --purchases purchases contacts --at 1mo,2mo,3mo --customers customers
for d in 29 30 90 120 121; do echo "$d days"; cs-retain -q --as-of 2026-06-30T12:00:00Z --leaving silence=${d}d --purchases purchases contacts --at 60d --points | cut -f 1-5 | tail -n +2; done
echo renewal
for g in 0 14 15 30 120; do echo "$g days"; cs-retain -q --as-of 2026-06-30T12:00:00Z --leaving renewal=${g}d --renewals renewals contacts --at 60d --points | cut -f 1-5 | tail -n +2; done
cs-retain -q --as-of 2026-06-30T12:00:00Z --leaving renewal --renewals renewals contacts --at 60d --points | cut -f 1-5 | tail -n +2
for rule in silence silence=0d silence=1mo left_at=3d renewal=x gone; do cs-retain --leaving $rule contacts; done
cs-retain --leaving renewal contacts
cs-retain contacts --customers customers
cs-retain contacts
