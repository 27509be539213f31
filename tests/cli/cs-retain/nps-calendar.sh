# SPDX-License-Identifier: GPL-3.0-or-later
# A month from 31 January is over with 29 February, by the clocks of the zone; the window before is as
# long; who answered in the hour that is there twice; nobody left, everybody left, an end before a start.
printf 'customer_id\tjoined_at\tleft_at\n' >customers
for c in a b c d; do printf '%s\t2020-01-01T00:00:00Z\t\\N\n' $c; done >>customers
printf 'e\t2023-01-01T00:00:00Z\t2022-01-01T00:00:00Z\n' >>customers
printf 'customer_id\tsurvey_answered_at\tnps\n' >surveys
for c in a b c d e; do printf '%s\t2024-01-31T17:00:00Z\t10\n' $c; done >>surveys
sed 's/ /\t/g' >purchases <<'X'
customer_id purchased_at
a 2024-03-01T04:59:59Z
b 2024-03-01T05:00:00Z
c 2024-01-01T17:00:00Z
d 2024-01-31T17:00:00Z
X
run() { cs-retain --nps --purchases purchases --surveys surveys --as-of 2024-12-31 "$@" | cut -f 1-6,12,13,22,23 | grep promoter; }
run -q --at 1mo,0d --tz America/New_York --customers customers
echo '= the first second of March belongs to February elsewhere'
run -q --at 1mo --tz America/Los_Angeles --customers customers
echo '= everybody left'
sed '2,5s/\\N/2024-02-10T00:00:00Z/' customers >gone
run --at 1mo --tz America/New_York --customers gone
echo '= the hour that is there twice'
sed '2,$s/2024-01-31T17:00:00Z/2023-11-05T05:30:00Z/; 3s/T05:30/T06:30/' surveys >twice && mv twice surveys
run -q --at 1mo --tz America/New_York --customers customers
