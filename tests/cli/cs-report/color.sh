# SPDX-License-Identifier: GPL-3.0-or-later
# Colour on request: headings and bands, which are words as well.
printf 'agent_id\tband\nAnn\tgreen\nBob\tleaning red\nEve\tcannot tell: needs 40 more contacts\n' |
	cs-report --color=always
