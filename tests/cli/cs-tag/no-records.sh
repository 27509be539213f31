# SPDX-License-Identifier: GPL-3.0-or-later
# No rows is not no stream.
printf 'id\tcomment\n' | cs-tag
