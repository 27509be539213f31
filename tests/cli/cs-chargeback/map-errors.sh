# SPDX-License-Identifier: GPL-3.0-or-later
# Maps that cannot be, each with its line or both.
t() { printf "$1" >"$2"; }
t 'pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\tdriver\nwages\t2026-01-01\t2026-03-01\t1000\tEUR\tcontact\n' costs
t 'contact_id\tstarted_at\treason\tproduct\tthemes\twait_s\na\t2026-01-10T00:00:00Z\tfee\tcard\tlate,login\t5\nb\t2026-01-10T00:00:00Z\tfee\tloan\tlate,login\t500\n' contacts
run() { printf "$1" >map; cs-chargeback -q --costs costs --map map contacts; echo "= $?" >&2; }
exec 2>&1
run 'reason\tshare\nfee\t1\n'
run 'reason\towner\nfee\t\\N\n'
run 'reason\towner\tshare\nfee\ta\t0.6\nfee\tb\t0.3\n'
run 'reason\towner\tshare\nfee\ta\t1/3\n'
run 'reason\towner\tshare\nfee\ta\t60%%\n'
run 'reason\towner\nfee\ta\nparcel\ta\nfee\tb\n'
run 'reason\towner\tvalid_from_at\tvalid_to_at\nfee\ta\t2026-01-01\t2026-02-02\nfee\tb\t2026-02-01\t\\N\n'
run 'reason\towner\tvalid_from_at\tvalid_to_at\nfee\ta\t2026-02-01\t2026-01-01\n'
run 'reason\towner\tvalid_from_at\nfee\ta\tnow\n'
run 'reason\towner\tdemand\nfee\ta\tbad\n'
run 'resaon\towner\nfee\ta\n'
run 'wait_s\tstarted_at\towner\n5\t2026-01-10T00:00:00Z\ta\n'
run 'when\towner\nwait_s > late\ta\n'
run 'when\towner\nwait_s +\ta\n'
run 'reason\trepeat\towner\nfee\tt\ta\n'
echo '# at the first contact that shows it'
run 'reason\tproduct\towner\nfee\t\\N\ta\n\\N\tloan\tb\n'
run 'reason\twhen\towner\nfee\twait_s < 10\ta\nfee\twait_s > 4\tb\n'
run 'reason\ttheme\towner\nfee\t\\N\ta\n\\N\tlate\tb\n'
run "when\towner\nnumber(reason) > 1\ta\n"
echo '# two that say the same are no conflict; nor are themes'
run 'reason\tproduct\towner\tcause\nfee\t\\N\ta\tx\n\\N\tloan\ta\tx\n'
run 'theme\towner\nlate\ta\nlogin\tb\n'
echo '# what no contact can have; numbers are numbers, however they are written'
t 'contact_id\tstarted_at\tthemes\twait_s\tsolved_agent\na\t2026-01-10T00:00:00Z\tlate,login\t5\tt\nb\t2026-01-10T00:00:00Z\tlate\t500\tf\n' contacts
run 'solved_agent\towner\ntrue\ta\n'
run 'wait_s\towner\n5 s\ta\n'
run 'themes\towner\nlate,login\ta\n'
run 'wait_s\towner\n005\ta\n500\tb\n'
