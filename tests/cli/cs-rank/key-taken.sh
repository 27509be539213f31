# SPDX-License-Identifier: GPL-3.0-or-later
# A key with the name of one of the new columns.
printf 'contact_id\tband\tcsat\n1\tstring\t5\n2\tbrass\t4\n' |
	cs-kpi -q --by band -m csat_top2 --cells | cs-rank
