# SPDX-License-Identifier: GPL-3.0-or-later
# Who is credited with a chain that begins with two rows at one instant, of one contact or of contacts
# without ids, does not depend on the order of the input, nor on whether the agent is a key or a
# condition.
head='contact_id\tcustomer_id\tstarted_at\tagent_id\treason\thandle_s\n'
t=2026-10-01T10:00:00Z
rows() {
	case $1 in
	1) printf 'c1\tk\t%s\ta1\tfee\t60\n' $t ;;
	2) printf 'c1\tk\t%s\ta2\tfee\t70\n' $t ;;
	3) printf 'c2\tk\t2026-10-01T12:00:00Z\ta3\tfee\t80\n' ;;
	4) printf '\\N\tl\t%s\tb1\tfee\t60\n' $t ;;
	5) printf '\\N\tl\t%s\tb2\tfee\t70\n' $t ;;
	6) printf '\\N\tl\t%s\tb3\tfee\t90\n' $t ;;
	esac
}
ask() {
	{
		printf "$head"
		for i in $1; do rows "$i"; done
	} >in.tsv
	shift
	cs-kpi -q --as-of 2026-11-30 -m chains_over_7d,chain_length_7d,added_handle_7d,fixed_chain_length "$@" in.tsv
}
for order in '1 2 3 4 5 6' '2 1 3 4 6 5' '3 2 1 5 4 6' '6 5 4 3 1 2' '5 6 4 1 3 2' '6 2 4 3 5 1'; do
	ask "$order" --by agent
done >all
sort -u all
for agent in a1 a2 a3 b1 b2 b3; do
	ask '1 2 3 4 5 6' --where "agent = '$agent'" | tail -n +2 | sed "s/^/$agent	/"
done >conditions
grep -v agent all | sort -u | diff - conditions
