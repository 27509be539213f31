# SPDX-License-Identifier: GPL-3.0-or-later
# Sums beyond 64 bits are exact; numbers that are none are errors with their line; a count that runs
# over when cells are added up is one, too.
printf 'queue\twait_s\tcost\nq\t9223372036854775807\t9223372036854.775807\nq\t9223372036854775807\t9223372036854.775807\nq\t3\t0.000001\nr\t-9223372036854775808\t-9223372036854.775808\nr\t-9223372036854775808\t\\N\n' >c.tsv
cs-kpi -q --by queue -m 's=sum(wait_s),m=mean(wait_s),p=p50(wait_s),a=max(wait_s),c=sum(cost)' c.tsv
cs-kpi -q --by queue -m 's=sum(wait_s),m=mean(wait_s),p=p50(wait_s),c=sum(cost)' --cells c.tsv | cs-kpi -q --render
for cell in 9223372036854775808 1e3 0x10 '1,000' ' 7' '+7' '7.0' ''; do
	printf 'queue\twait_s\nq\t5\nq\t%s\n' "$cell" | cs-kpi -q -m 's=sum(wait_s)'
	echo $?
done
printf 'wait_s\n9223372036854775807\n' | cs-kpi -q -m 's=sum(wait_s * 2)'
echo $?
cs-kpi -q --by queue -m contacts --cells c.tsv >a.cells
sed 's/rows	[0-9]*$/rows	9223372036854775807/; s/	c.tsv	/	other	/' a.cells >b.cells
cs-kpi -q --render a.cells b.cells
