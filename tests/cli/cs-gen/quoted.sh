# SPDX-License-Identifier: GPL-3.0-or-later
# Every cell in quotes.
cs-gen --rows 2 --days 1 --quoted 100%
