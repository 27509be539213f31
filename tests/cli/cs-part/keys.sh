# SPDX-License-Identifier: GPL-3.0-or-later
# Decoded keys: \x41 is A. NULL goes to part 0, as do two of them; one of two is nothing.
printf 'a\tb\n\\N\t\\N\nA\tx\n\\x41\ty\n\\N\tx\n\tx\nt\\tb\tz\n' >in
cs-part -q --by a --into one --buckets 2 in
tail -n +1 one/part-*.tsv
cs-part -q --by a,b --into two --buckets 64 in >m
cut -f 1,2 m | awk '$2 != 0'
cat two/part-000.tsv
# Anybody's crc32 gives the same: of "A" it is d3d99e8b.
cs-part -q --by a --into many --buckets 4096 in | awk '$2 != 0'
