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
# A first leg that is nobody's, or began in the same second: it is one contact all the same, and none
# is lost to what asks for contacts.
tr ' ' '\t' >contacts.tsv <<'END'
contact_id leg customer_id started_at reason team
a 1 \N 2026-01-10T10:00:00Z \N front
a 2 k 2026-01-10T10:05:00Z cancel back
a 3 k 2026-01-10T10:06:00Z \N back
b 2 l 2026-01-10T10:00:00Z cancel back
b 1 l 2026-01-10T10:00:00Z \N front
c 2 m 2026-01-09T10:00:00Z fee front
d 1 m 2026-01-10T10:00:00Z cancel front
e 1 stranger 2025-06-01T10:00:00Z fee front
END
cs-retain --cancel-reasons cancel --customers customers.tsv --as-of 2026-01-31 --at 10d contacts.tsv
cs-retain -q --uplift --window 5d --gap 0d --at 10d --customers customers.tsv --as-of 2026-01-31 contacts.tsv |
    cut -f 1-3
# One that was handed on a hundred thousand times takes no longer than as many contacts.
awk 'BEGIN {
	print "contact_id\tcustomer_id\tstarted_at\treason"
	for (i = 1; i <= 100000; i++)
		printf "%s\tk\t2026-01-%02dT%02d:%02d:00Z\t%s\n", i % 2 ? "a" : "b",
		    i / 5000 + 1, i / 250 % 20, i % 60, i < 99999 ? "fee" : "cancel"
}' >contacts.tsv
cs-retain --cancel-reasons cancel --customers customers.tsv --as-of 2026-01-31 --at 10d contacts.tsv
