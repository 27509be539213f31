# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong with a rule file, and where.
printf '[wasps]\nany = wasp\nregexp = x\n' >own
printf 'comment\nx\n' | cs-tag --rules own
