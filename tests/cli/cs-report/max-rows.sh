# SPDX-License-Identifier: GPL-3.0-or-later
# More rows than asked for are refused, never cut.
printf 'a\n1\n2\n3\n' | cs-report --max-rows 2
