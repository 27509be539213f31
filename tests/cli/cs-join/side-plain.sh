# SPDX-License-Identifier: GPL-3.0-or-later
# A table by its key alone; several keys; keys with escapes, empty, NULL; rows that are there twice.
printf 'id\ta\tb\n1\tx\ty\n2\t\\x78\ty\n3\tx\\ty\t\\N\n4\t\t\n5\t\\N\ty\n6\tx,y\t\n' >in.tsv
printf 'theirs\tmore\tlast\nx\t1\t\\t\ny\t2\t\\N\n\t3\t\nx\\x09y\t4\tz\n\\N\t5\t5\n' >side.tsv
cs-join --gaps gaps.tsv --side 'side.tsv on a=theirs' in.tsv
printf 'b\ta\tboth\ny\tx\txy\n\t\tempty\nx\ty\tyx\n' >two.tsv
cs-join --gaps gaps2.tsv --side 'two.tsv on a,b add both' in.tsv
cat gaps.tsv gaps2.tsv
printf 'a\tn\nx\t1\ny\t2\nx\t3\n' >twice.tsv
cs-join -q --side 'twice.tsv on a first add n=first_n' --side 'twice.tsv on a last add n=last_n' in.tsv
cs-join --side 'twice.tsv on a' in.tsv
