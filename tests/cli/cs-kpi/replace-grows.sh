# SPDX-License-Identifier: GPL-3.0-or-later
# A text that grows tenfold twelve times over does not fit, and takes no memory to find out.
printf 'contact_id\tcomment\n1\taaaaaaaaaa\n' >calls.tsv
x=comment
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	x="replace($x, 'a', 'aaaaaaaaaa')"
done
cs-kpi -m "x_n=count($x = '')" calls.tsv 2>&1 | sed 's/: replace.*: /: REPLACE: /'
cs-kpi -m "x_n=count(replace(replace(comment, 'a', 'aaaaaaaaaa'), 'aa', 'b') = '$(printf 'b%.0s' $(seq 50))')" calls.tsv
