# SPDX-License-Identifier: GPL-3.0-or-later
# Tickets of Freshdesk: headers in any case, hours as clock or number.
printf '%s\n' 'Ticket Id,Subject,Status,Agent,Group,Source,Created Time,Resolved time,Initial response time,First response time (in hrs),Survey results,Agent interactions' \
	'1,Help,Open,No Agent,Support,Email,2026-10-05 09:00:00,,,,Not Taken,0' \
	'2,"Bill, again",Closed,Ann,Support,Phone,2026-10-05 09:10:00,2026-10-05 12:00:00,2026-10-05 09:40:00,0:30:00,Happy,2' \
	'3,Thanks,Closed,Ben,Support,Email,2026-10-05 09:10:00,2026-10-05 12:00:00,2026-10-05 10:40:00,1.5,Extremely Unhappy,1' |
	cs-ingest --map freshdesk --set zone=Europe/Berlin
