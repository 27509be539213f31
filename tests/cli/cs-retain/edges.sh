# SPDX-License-Identifier: GPL-3.0-or-later
# Odd customers, one kind after the other: what is left out is counted, what is kept is said.
records() { tr ' ' '\t'; }
run() { cs-retain --leaving left_at --at 1mo "$@" | cut -f 1-7; echo; }

records >contacts <<E
contact_id customer_id leg started_at reason
c1 A 1 2026-01-10T10:00:00Z fault
c2 B 1 2026-01-11T10:00:00Z fault
c3 C 1 2026-01-12T10:00:00Z bill
c4 D 1 2026-01-13T10:00:00Z bill
c5 \N 1 2026-01-13T11:00:00Z bill
c6 A 1 \N bill
c7 A 1 2026-04-10T10:00:00Z bill
c7 A 2 2026-04-10T10:20:00Z fault
E

echo 'end before start: out, and said'
records >customers <<E
customer_id joined_at left_at left_reason
A 2025-01-01T00:00:00Z \N \N
B 2026-01-01T00:00:00Z 2025-12-31T23:59:59Z moved
C 2025-06-01T00:00:00Z 2026-01-20T00:00:00Z price
E
run --customers customers contacts --trace trace
tail -n 1 trace | sed 's/.*"read":\([0-9]*\),.*"used":\([0-9]*\),"skipped":{\([^}]*\)}.*/\1 read, \2 used: \3/'

echo 'twice: the earliest left_at, and its reason, whatever the order'
records >twice <<E
customer_id joined_at left_at left_reason
A 2025-01-01T00:00:00Z \N \N
A 2025-01-01T00:00:00Z 2026-01-15T00:00:00Z price
A 2025-01-01T00:00:00Z 2026-01-16T00:00:00Z moved
C 2025-06-01T00:00:00Z \N \N
C 2025-06-01T00:00:00Z \N \N
E
run --customers twice contacts
{ head -n 1 twice && tail -n +2 twice | sort -r; } >back
run -q --customers back --endings left_reason contacts

echo 'came back: time zero says which stay is meant'
records >back <<E
customer_id joined_at left_at left_reason
A 2024-01-01T00:00:00Z 2024-06-01T00:00:00Z price
A 2025-01-01T00:00:00Z 2026-01-25T00:00:00Z moved
E
run --customers back contacts
run -q --customers back --since 2026-02-01 contacts

echo 'leaving behind as-of: still there'
records >ahead <<E
customer_id joined_at left_at left_reason
A 2025-01-01T00:00:00Z 2026-09-01T00:00:00Z price
C 2025-06-01T00:00:00Z \N \N
E
run --customers ahead contacts
