# SPDX-License-Identifier: GPL-3.0-or-later
# Cells that no counting gives, here by a hand that changed a figure: a share of 900 %;
# a bucket of values that none can have. They are of version 2, which had no checksum.
plain() { sed "s/version	3/version	2/; /^end.*crc32/d; $1" "$2"; }
printf 'agent_id\tcsat\nada\t5\n' | cs-kpi -q --by agent -m csat_top2 --cells >cells || exit
plain 's/\(csat_top2	x	\)1/\19/' cells | cs-kpi --render
echo $?
printf 'agent_id\twait_s\nada\t5\n' | cs-kpi -q --by agent -m p90_wait --approx --cells >cells || exit
for bucket in 7295 7296 9223372036854775807 -9223372036854775808; do
	plain "s/\(hist	\)5:/\1$bucket:/" cells | cs-kpi --render
	echo $?
done
# A sketch of more registers than values, of none, of a value that no register has, cut, of nothing.
printf 'agent_id\tcustomer_id\nada\tC5\nada\tC6\n' | cs-kpi -q --by agent -m customers_approx --cells >cells || exit
plain '' cells | cs-kpi --render
for harm in 's/\(	n	\)2/\11/' '/	n	2/d' '/	hll	/d' 's/;1/;d/' 's/\(	hll	.*\).$/\1/' 's/\(	hll	\).*/\1/' 's/\(	hll	\).*/\1*16384;/'; do
	plain "$harm" cells | sed "s/^\(end.*cells	\).*/\1$(plain "$harm" cells | grep -c ^cell)/" | cs-kpi --render
	echo $?
done
