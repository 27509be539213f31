# SPDX-License-Identifier: GPL-3.0-or-later
# Keys in messages are as they are written, those of several columns with commas.
printf 'k\tl\tv\nx\ty\t0\na\\nb\ta,b\t1\na\\nb\ta,b\t2\n' >twice.tsv
printf 'k\tl\n1\t2\n' >in.tsv
cs-join --side 'twice.tsv on k add v' in.tsv
cs-join --side 'twice.tsv on k,l' in.tsv
