# SPDX-License-Identifier: GPL-3.0-or-later
# Who comes again comes for the first cause, unless service failed; both totals. Minutes by the first
# contact: the vectors G3.chain of the oracles, 20 8 4 7, and with a fixed window 15 8 4 5 7.
t() { printf "$1" >"$2"; }
t 'contact_id\tcustomer_id\tstarted_at\treason\thandle_s\tsolved_agent\nc1\tcust1\t2026-01-01T00:00:00Z\tfee\t360\tt\nc2\tcust1\t2026-01-03T00:00:00Z\tfee\t540\tf\nc3\tcust1\t2026-01-05T00:00:00Z\tlogin\t240\tt\nc4\tcust1\t2026-01-10T00:00:00Z\tfee\t300\tt\nc5\tcust1\t2026-01-20T00:00:00Z\tfee\t420\tt\nc6\tcust2\t2026-01-02T00:00:00Z\tfee\t480\tt\n' contacts
t 'rate_amount\trate_unit\tcurrency\n1\tminute\tEUR\n' rates
t 'reason\towner\tvalid_from_at\tvalid_to_at\tcause\nfee\tBilling\t\\N\t2026-01-08\told_fee\nfee\tBilling\t2026-01-08\t\\N\tnew_fee\nlogin\tApp\t\\N\t\\N\t\\N\n' map
charge() { cs-chargeback -q --rates rates --map "$@" chained; echo "= $?"; }
for fixed in '' fixed_; do
	cs-kpi -q --add chain_n_${fixed}reason_7d,root_contact_id_${fixed}reason_7d contacts |
	    cs-join -q --side "contacts on root_contact_id_${fixed}reason_7d=contact_id first
		add started_at=root_started_at,reason=root_reason" >chained
	charge map --by root_contact_id_${fixed}reason_7d
done
echo '# c4 comes of what c1 came of, although its day is of the new fee'
cs-kpi -q --add chain_n_reason_7d,root_contact_id_reason_7d contacts |
    cs-join -q --side 'contacts on root_contact_id_reason_7d=contact_id first
	add started_at=root_started_at,reason=root_reason' >chained
charge map --by cause
echo '# unless service failed, by the word of the map'
t 'when\trepeat\towner\tcause\nnot solved_agent\tt\tService\tnot_solved\n' failed
charge map --map failed --by cause
echo '# nobody knows the first contact: by what it is itself; which column says so must be plain'
cs-kpi -q --add chain_n_reason_7d,chain_n_7d contacts >chained
charge map --repeats chain_n_reason_7d --by cause
charge map
awk -F '\t' -v OFS='\t' 'NR == 1 { print $0, "root_started_at"; next } { print $0, "\\N" }' chained >more
mv more chained
cs-chargeback --rates rates --map map --repeats chain_n_reason_7d --by cause chained
