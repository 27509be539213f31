# SPDX-License-Identifier: GPL-3.0-or-later
# What costs most, by cost and not by count. The first: the vector G7.pareto of the oracles, in EUR.
t() { printf "$1" >"$2"; }
t 'contact_id\tstarted_at\treason\tthemes\thandle_s\n1\t2026-01-05T00:00:00Z\tship\ta,b,c\t1200\n2\t2026-01-05T00:00:00Z\tbill\ta\t7000\n3\t2026-01-05T00:00:00Z\tlogin\t\\N\t4500\n4\t2026-01-05T00:00:00Z\tapp\ta,b\t4500\n5\t2026-01-05T00:00:00Z\tmisc\t\t300\n6\t2026-01-05T00:00:00Z\tmisc\t\\N\t300\n7\t2026-01-05T00:00:00Z\tbill\t\\N\t200\n' contacts
t 'rate_amount\trate_unit\tcurrency\n1\tminute\tEUR\n' rates
t 'reason\towner\tcause\nbill\tBilling\tbills\nlogin\tApp\tapp\napp\tApp\tapp\nship\tShipping\tlate\n' map
run() { cs-chargeback -q --rates rates "$@" contacts; echo "= $?"; }
run --pareto reason
run --pareto reason --map map
run --pareto cause --map map
echo '# a list: to each of a contact a part'
run --pareto themes
run --pareto themes --where "themes is not null" --map map
run --pareto cause --map map --say
run --pareto cause --where "reason = 'none'" --map map --say
echo '# cells'
cs-chargeback -q --partial --as-of 2026-01-31 --shard a --by reason --pareto reason --rates rates --map map contacts >cells
cs-chargeback -q --partial --as-of 2026-01-31 --shard a --pareto reason --rates rates --map map contacts >cells
cs-chargeback -q --merge --pareto reason --rates rates cells
echo '# errors'
run --pareto reason --by themes 2>&1
run --pareto reason,themes 2>&1
run --pareto raeson 2>&1
