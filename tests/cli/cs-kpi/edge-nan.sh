# SPDX-License-Identifier: GPL-3.0-or-later
# NaN and its kin are no numbers: an error with line and column, or NULL, or the row is left out.
for word in NaN nan inf -Infinity 1e999 NULL null N/A '#DIV/0!' -; do
	printf 'queue\twait_s\tcost\nq\t5\t1.5\nq\t%s\t1.5\nq\t7\t%s\n' "$word" "$word" >c.tsv
	cs-kpi -q -m contacts,mean_wait,cost_mean c.tsv
	echo $?
done
cs-kpi -m contacts,mean_wait,cost_mean --bad=null c.tsv
cs-kpi -m contacts,mean_wait,cost_mean --bad=skip c.tsv
