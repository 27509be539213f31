# SPDX-License-Identifier: GPL-3.0-or-later
# One group for each token of a list, which overlap, and it is said. A token counts once in a row, even
# if a list that nobody sorted out has it twice; the empty list is a group, as NULL is.
{
	printf 'contact_id\tthemes\n'
	printf 'c1\tdelay,price\nc2\tprice\nc3\t\nc4\t\\N\nc5\tprice,price\nc6\t,\n'
} >tagged
cs-kpi --by 'each(themes)' -m contacts tagged
# Where every list has one token there is nothing to say.
grep -v delay tagged | cs-kpi --by 'each(themes)' -m contacts
