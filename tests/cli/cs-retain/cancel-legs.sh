# SPDX-License-Identifier: GPL-3.0-or-later
# A cancellation that was handed on is one contact and no time zero, whichever of its legs says what
# it is; the call before it is.
printf 'customer_id\tjoined_at\tleft_at\n' >customers.tsv
printf '%s\t2025-01-01T00:00:00Z\t2026-01-20T00:00:00Z\n' k l m >>customers.tsv
tr ' ' '\t' >contacts.tsv <<'END'
contact_id leg customer_id started_at reason team
a 1 k 2026-01-10T10:00:00Z cancel front
a 2 k 2026-01-10T10:05:00Z \N back
b 1 l 2026-01-10T10:00:00Z \N front
b 2 l 2026-01-10T10:05:00Z cancel back
c 1 m 2026-01-02T10:00:00Z fee front
d 1 m 2026-01-10T10:00:00Z cancel front
d 2 m 2026-01-10T10:05:00Z cancel back
END
cs-retain --cancel-reasons cancel --customers customers.tsv --as-of 2026-01-31 --at 10d contacts.tsv
cs-retain -q --who team --strata none --cancel-reasons cancel --customers customers.tsv --as-of 2026-01-31 \
    --at 10d contacts.tsv | grep '^cell'
# Only the second leg is reported: it is of a cancellation all the same.
cs-retain --cancel-reasons cancel --where "team = 'back'" --customers customers.tsv --as-of 2026-01-31 \
    --at 10d contacts.tsv
