# SPDX-License-Identifier: GPL-3.0-or-later
# One instant is written in many ways, by databases too: it is one instant, and one value of a key,
# which is written in one way. What is none says what to do.
TAB=$(printf '\t')
{
	echo "contact_id${TAB}started_at${TAB}solved_at${TAB}wait_s"
	echo "1${TAB}2024-06-05T16:54:37Z${TAB}2024-06-05T17:00:00Z${TAB}10"
	echo "2${TAB}2024-06-05 16:54:37+00${TAB}2024-06-05 17:00:00+00${TAB}20"
	echo "3${TAB}2024-06-05 18:54:37+02${TAB}2024-06-05 22:30:00+05:30${TAB}30"
	echo "4${TAB}2024-06-05 13:54:37.500-03${TAB}2024-06-05T19:00:00\\x2b02:00${TAB}40"
	echo "5${TAB}2024-06-05T16:54:37.500Z${TAB}\\N${TAB}50"
} >calls
cs-kpi --by started_at -m contacts calls
cs-kpi --by solved_at -m 'contacts,first=min(started_at),last=max(started_at)' calls
cs-kpi --by 1h --tz Asia/Kolkata -m contacts --where "solved_at = '2024-06-05T17:00:00Z'" calls
refused() {
	printf 'contact_id\tstarted_at\n1\t%s\n' "$1" | cs-kpi --by day -m contacts
	echo "$?"
}
refused '2024-06-05 16:54:37'
refused 2024-06-05
refused infinity
refused -infinity
refused '0044-03-15 12:00:00+00 BC'
refused '05.06.2024 16:54:37 UTC'
refused '2024-06-05 16:54:37+0200'
printf 'contact_id\tstarted_at\n1\tinfinity\n' | cs-kpi --by day -m contacts --bad=null
