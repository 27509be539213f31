# SPDX-License-Identifier: GPL-3.0-or-later
# Rows that are left out because something is NULL are counted.
printf 'contact_id\twait_s\tdisposition\n1\t5\tanswered\n2\t\\N\tanswered\n3\t9\t\\N\n' | cs-kpi -m asa,sl_answered
