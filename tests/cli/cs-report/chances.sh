# SPDX-License-Identifier: GPL-3.0-or-later
# What chance alone would do reads in four digits, and below that as less than the last of them; the
# record stream and the forms for machines keep all. Of a metric of one's own as well, whose column is
# known by the verdict behind it; another column of that ending is a number like any.
printf '%s\t' queue asa asa_before asa_diff asa_p asa_luck late late_p late_luck >p.tsv
printf 'ph_p\n' >>p.tsv
row() {
	printf '%s\t10.000\t20.000\t-10.000\t%s\thardly luck\t7\t%s\tcould be luck\t%s\n' "$@" >>p.tsv
}
row a 3.05714e-14 0.00009999 7.1
row b 0.0001 1e-300 6.9
row c 0.04996 0 7
row d '\N' 1 '\N'
row e 0.30000001 0.5 8.25
cs-report p.tsv
cs-report --markdown p.tsv | tail -5
cs-report --html p.tsv | grep -c '&lt;0\.0001'
cs-report --csv p.tsv | head -2
