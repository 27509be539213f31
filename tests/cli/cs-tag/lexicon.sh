# SPDX-License-Identifier: GPL-3.0-or-later
# A list of one's own words, in the format of the VADER lexicon, goes over the built-in ones.
printf 'blurgh\t-3.1\t0.7\t[-3, -3]\ngreat\t0\n' >own
printf 'id\tcomment\n1\tthis is blurgh\n2\tgreat\n3\tterrible\n' | cs-tag -q --lexicon own | cut -f 3,4,8
