# Purchases are events; the last instant of the window is in it; of two files one pool is made.
cat >p.tsv <<X
purchase_id	customer_id	purchased_at	amount
b1	k1	2026-10-05T08:00:00Z	9.90
b2	k1	2026-10-05T08:00:00Z	1.10
b3	k2	2026-09-28T10:00:00Z	5.00
b4	k2	2026-10-04T10:59:59.999999Z	5.00
X
cut -f 1-4 "$TESTDATA/events.tsv" | head -n 2 >e.tsv
cs-join -q --events p.tsv --events e.tsv "$TESTDATA/journeys.tsv" | cut -f 1,4,15- >one
head -n 7 one
cat "$TESTDATA/journeys.tsv" | cs-join -q --threads 3 --events e.tsv --events p.tsv |
    cut -f 1,4,15- | cmp - one
cs-join -q --event-window 1h --events p.tsv "$TESTDATA/journeys.tsv" | cut -f 1,4,15- | grep k1
