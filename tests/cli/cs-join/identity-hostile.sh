# SPDX-License-Identifier: GPL-3.0-or-later
# Formulas, escapes of terminals, equal to itself, in circles, and identifiers of a million bytes.
{
	printf 'customer_id\tid_kind\tid_value\n'
	printf '=cmd|x\taccount\t@SUM(1)\n\033[2J\tphone\t030 4444444\nC\tphone\t030 4444444\n'
	printf 'A\taccount\tA\nA\taccount\tB\nB\taccount\tD\nD\taccount\tA\n'
	printf 'tab\\tcomma,\taccount\tx\\ty\n'
	head -c 1000000 /dev/zero | tr '\0' z | sed 's/^/Z\taccount\t/'
	echo
} >ids.tsv
{
	printf 'contact_id\tcustomer_id\tcaller\n1\t@SUM(1)\t\\N\n2\t\\N\t030 4444444\n'
	printf '3\tD\t\\N\n4\tx\\ty\t\\N\n5\tx\\x09y\t\\N\n6\t  D \t\\N\n'
	head -c 1000000 /dev/zero | tr '\0' z | sed 's/^/7\t/;s/$/\t/'
	printf '030 1\n'
} >calls.tsv
cs-join --identity ids.tsv --candidates doubt.tsv calls.tsv 2>err.txt | cut -c 1-60
cat err.txt doubt.tsv | cut -c 1-150 | cat -v
