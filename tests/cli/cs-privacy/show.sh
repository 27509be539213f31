# SPDX-License-Identifier: GPL-3.0-or-later
# By customer_id, by number in any spelling, by another leg; of others only which column mentions
# them; digits that are somebody else's number are no mention.
cp -r "$TESTDATA/person" data
cs-privacy --show --customer 4711 data
