# SPDX-License-Identifier: GPL-3.0-or-later
# Another column; sorted by it or not, the first is no special place.
printf 'Subject\tid\nI was overcharged\t1\n' | cs-tag -q --text Subject
