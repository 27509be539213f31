# SPDX-License-Identifier: GPL-3.0-or-later
# A stray date far behind all others decides what is not known yet, which is said.
printf 'customer_id\tjoined_at\tleft_at\nC1\t2026-01-01T00:00:00Z\t\\N\n' >customers
printf 'contact_id\tcustomer_id\tstarted_at\n' >heads
printf '%s\tC1\t2026-0%s-10T08:00:00Z\n' 1 1 2 2 3 3 >near
printf '4\tC1\t2062-03-11T08:00:00Z\n' >far
printf 'customer_id\tpurchased_at\nC1\t2026-02-25T08:00:00Z\nC1\t2062-03-11T09:00:00Z\n' >purchases
r() { cs-retain --customers customers --at 1mo "$@" 2>&1 >/dev/null | grep 'newest day'; echo .; }
cat heads near >c && r c
cat heads far near >c && r c
cat heads near far >c && r --threads 3 c
r --as-of 2026-04-01 c
cat heads near >c && r --purchases purchases --leaving silence=90d c
r --purchases purchases --leaving silence=90d --as-of 2026-04-01 c
