# SPDX-License-Identifier: GPL-3.0-or-later
# A game that there is not.
cs-gen --table desk --games short_calls,cards
