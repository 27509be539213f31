# SPDX-License-Identifier: GPL-3.0-or-later
# Comments with commas, quotes and newlines.
cs-gen --rows 60 --days 1 --quoted 10% | grep -A 1 '"'
