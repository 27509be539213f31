# SPDX-License-Identifier: GPL-3.0-or-later
# A cell that is not what its column says: an error, or counted.
printf 'contact_id\twait_s\n1\t5\n2\tabc\n' >c.tsv
cs-kpi -m mean_wait c.tsv
cs-kpi -m mean_wait,contacts --bad null c.tsv
cs-kpi -m mean_wait,contacts --bad skip c.tsv
