# SPDX-License-Identifier: GPL-3.0-or-later
# The first contacts of the first company.
cs-gen --rows 8 --days 1
