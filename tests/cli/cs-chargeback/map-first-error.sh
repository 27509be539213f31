# SPDX-License-Identifier: GPL-3.0-or-later
# Of several conflicts the first contact's is told, whatever its rules look at, and of its rules
# first that which stands first.
printf 'pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\tdriver\nwages\t2026-01-01\t2026-03-01\t1000\tEUR\tcontact\n' >costs
printf 'when\treason\tproduct\towner\n' >map
printf 'wait_s < 9\tfee\t\\N\tSecond\nwait_s > 1\tfee\t\\N\tFirst\n' >>map
printf '\\N\t\\N\tloan\tThird\n\\N\tparcel\t\\N\tFourth\n' >>map
printf "number(note) > 1\tnote\t\\\\N\tFifth\n" >>map
head='contact_id\tstarted_at\treason\tproduct\twait_s\tnote\tchain_n_reason_7d\n'
at='2026-01-10T00:00:00Z'
row() { printf "$1\t$at\t$2\t$3\t$4\t$5\t$6\n"; }
run() {
	for threads in 1 2; do
		cs-chargeback -q --threads $threads --costs costs --map map contacts 2>&1
		echo "= $?"
	done | uniq
}
echo '# a repeat before one that is none; a condition before columns'
{ printf "$head"; row a fee card 5 1 2; row b parcel loan 0 1 1; } >contacts
run
{ printf "$head"; row a parcel loan 0 1 1; row b fee card 5 1 1; row c note card 5 x 1; } >contacts
run
echo '# a cell that cannot be read before a conflict, and behind it'
{ printf "$head"; row a note card 5 x 1; row b fee card 5 1 1; } >contacts
run
{ printf "$head"; row a fee card 5 1 1; row b note card 5 x 1; } >contacts
run
