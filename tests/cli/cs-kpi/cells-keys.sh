# SPDX-License-Identifier: GPL-3.0-or-later
# Keys that are expressions, and --bad, are compared; names and their aliases are one.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cells() {
	name=$1
	shift
	cs-kpi -q -m contacts --cells --shard "$name" "$@" c.tsv >"$name" || exit
}
cells key --by 'late=wait_s > 60'
cells same --by 'late=(wait_s>60)'
cells later --by 'late=wait_s > 90'
cells null --bad=null
cells all
cells alias --where "agent = 'ann' and customer is not null"
cells canonical --where "agent_id = 'ann' AND customer_id is not null"
grep '^key.*formula' same
cs-kpi --render key same
cs-kpi --merge alias canonical | grep 'where\|shard'
for pair in 'key later' 'null all'; do
	cs-kpi --render $pair || echo $?
done
