# SPDX-License-Identifier: GPL-3.0-or-later
# Columns of these names are not written over by chance.
printf 'comment\tthemes\nx\told\n' | cs-tag
