# SPDX-License-Identifier: GPL-3.0-or-later
# A column that is not there: which are, and the nearest.
printf 'id\tcoment\n1\tx\n' | cs-tag
