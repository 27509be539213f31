# SPDX-License-Identifier: GPL-3.0-or-later
# More players than agents.
cs-gen --agents 25 --gamers 26 --table desk
