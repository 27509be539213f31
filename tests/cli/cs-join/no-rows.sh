# SPDX-License-Identifier: GPL-3.0-or-later
# Records or tables without rows are what they are.
printf 'k\tstarted_at\n' >in.tsv
printf 'k\tv\n' >side.tsv
cs-join --side 'side.tsv on k' in.tsv
printf 'k\tstarted_at\n1\t\\N\n' | cs-join --side 'side.tsv on k'
