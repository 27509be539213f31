# SPDX-License-Identifier: GPL-3.0-or-later
# Intervals of another column.
printf 'contact_id\tended_at\n1\t2026-10-05T08:20:00Z\n2\t\\N\n' | cs-kpi -q --by 1h --time ended_at -m contacts
