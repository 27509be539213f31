# SPDX-License-Identifier: GPL-3.0-or-later
# One form at a time.
printf 'a\n1\n' | cs-report --html --json
