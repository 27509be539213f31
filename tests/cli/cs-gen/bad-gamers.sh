# SPDX-License-Identifier: GPL-3.0-or-later
# The other tables have no players.
cs-gen --gamers 3
