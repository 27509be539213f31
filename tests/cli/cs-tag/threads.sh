# SPDX-License-Identifier: GPL-3.0-or-later
# The same bytes and counts, whatever the threads.
{
	printf 'n\tcomment\n'
	seq 1 20000 | sed 's/.*/&\tcall & was terrible, my parcel is late/'
} >many
cs-tag --threads 1 many >one 2>notes1
cs-tag --threads 4 many >four 2>notes4
cmp one four && cmp notes1 notes4 && tail -n 1 four
