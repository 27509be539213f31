# SPDX-License-Identifier: GPL-3.0-or-later
# The pattern's own message, with the line.
printf '[wasps]\nany = wasp\nregex = (sting\n' >own
cs-tag --check-rules --rules own
