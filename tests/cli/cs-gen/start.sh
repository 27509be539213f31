# SPDX-License-Identifier: GPL-3.0-or-later
# Another first day, more agents, more customers.
cs-gen --rows 3 --days 1 --start 2024-02-29 --agents 500 --customers 1000000000
