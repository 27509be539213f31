# SPDX-License-Identifier: GPL-3.0-or-later
# Keys of any text: a table keeps them byte for byte, sentences show what would end the line or what
# a terminal would act on; empty and not known are told apart. Statistics have names with --explain.
esc=$(printf '\033')
{
	printf 'customer_id\tjoined_at\tleft_at\tplan\n'
	for i in 1 2 3 4 5 6 7 8 9; do
		printf 'a%d\t2024-01-01T00:00:00Z\t2024-02-0%dT00:00:00Z\t%%s%%n\\n\\t%s[31m\\\\N\n' $i $i "$esc"
		printf 'b%d\t2024-01-01T00:00:00Z\t\\N\t\n' $i
		printf 'c%d\t2024-01-01T00:00:00Z\t\\N\t\\N\n' $i
	done
} >customers
run() { cs-retain -q --from joined --customers customers --as-of 2024-12-31 "$@"; }
run --by plan --at 1mo | cut -f1,2,3 | tr "$esc" '^'
run --by plan --at 2mo --say
run --compare --by plan --say --explain
run --endings plan --at 2mo --say --explain
run --hazard plan --say
run --by plan --hazard 'who=lower(customer_id)' --say | head -n 1
