# SPDX-License-Identifier: GPL-3.0-or-later
# A pattern that takes too many steps: the theme is not known, and standard error says so.
printf '[slow]\nany = go\nregex = ^(\\w+\\s*)+$\n' >own
{
	printf 'comment\ngo now\ngo '
	head -c 300 /dev/zero | tr '\0' a
	printf '!\n'
} | cs-tag -q --no-builtin --rules own | cut -f 2-6
