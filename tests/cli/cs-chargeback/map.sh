# SPDX-License-Identifier: GPL-3.0-or-later
# Whose a contact is: by what names more, by times, by conditions, in shares, by themes together.
t() { printf "$1" >"$2"; }
t 'pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\tdriver\nwages\t2026-01-01\t2026-03-01\t1000\tEUR\tcontact\n' costs
t 'contact_id\tstarted_at\treason\tproduct\tthemes\twait_s\na\t2026-01-10T00:00:00Z\tfee\tcard\t\\N\t5\nb\t2026-01-31T22:30:00Z\tfee\tloan\t\\N\t5\nc\t2026-01-31T23:30:00Z\tfee\tcard\t\\N\t500\nd\t2026-02-03T00:00:00Z\t\\N\t\\N\tcard,late,login\t5\ne\t2026-02-03T00:00:00Z\t\\N\t\\N\tlate\t5\nf\t2026-02-04T00:00:00Z\tother\t\\N\t\\N\t5\n' contacts
run() { cs-chargeback -q --tz Europe/Berlin --costs costs --map "$@" contacts; echo "= $?"; }
echo '# names more, shares; a day begins where it does in the zone'
t 'reason\tproduct\towner\tshare\tvalid_from_at\tvalid_to_at\tcause\nfee\t\\N\tBilling\t\\N\t\\N\t2026-02-01\t\\N\nfee\t\\N\tSales\t1/3\t2026-02-01\t\\N\tnew_fee\nfee\t\\N\tBilling\t2/3\t2026-02-01\t\\N\tnew_fee\nfee\tloan\tLoans\t\\N\t\\N\t\\N\t\\N\n' map
run map --by cause
echo '# a condition counts as one name more; every second map may have columns of its own'
t 'when\tproduct\towner\nwait_s > 60\tcard\tService\n' more
run map --map more --by cause
echo '# themes of different owners share a contact, a part each'
t 'theme\towner\tcause\tdemand\nlate\tShipping\tlate_parcel\tfailure\nlogin\tApp\tlogin\tfailure\ncard\tApp\tcards\tvalue\n' themes
run themes --by cause,demand
echo '# the same by what is written otherwise: a cell is its text'
t 'reason\towner\n\\x66ee\tBilling\n' other
run other
echo '# a map of nothing'
t 'reason\towner\n' empty
run empty
