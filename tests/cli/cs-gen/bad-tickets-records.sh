# SPDX-License-Identifier: GPL-3.0-or-later
# Tickets are somebody else's columns.
cs-gen --table tickets --records
