# SPDX-License-Identifier: GPL-3.0-or-later
# Answers off the scale of 0 to 10 are in neither the score nor its list.
cat >nps.tsv <<-'END'
	contact_id	nps
	1	10
	2	0
	3	11
	4	-1
	5	\N
	6	7
END
cs-kpi -q -m nps nps.tsv
cs-kpi -q --contacts nps nps.tsv
