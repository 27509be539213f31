# SPDX-License-Identifier: GPL-3.0-or-later
# --replace writes them anew where they stand, and puts the others at the end.
printf 'themes\tcomment\twhy\tid\nold\tMy parcel is late\told\t1\na\t\\N\tb\t2\n' | cs-tag -q --replace
