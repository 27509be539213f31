# SPDX-License-Identifier: GPL-3.0-or-later
# What completion offers: kinds of games, and of what is planted.
cs-gen --complete-words games
cs-gen --complete-words plant
