# SPDX-License-Identifier: GPL-3.0-or-later
# The list of what was not found: all of it, for its owner alone, whole or seen to be cut; what is
# there and is no such list stays as it was.
printf 'k\tstarted_at\n1\t2026-10-05T08:00:00Z\n2\t\\N\n\\N\t\\N\n4\t2026-10-05T08:00:00Z\n' >in.tsv
for i in 5 6 7 8; do printf '%s\t2026-10-05T08:00:00Z\n' $i; done >>in.tsv
printf 'k\tat\tv\n1\t2026-10-04T07:59:59Z\tx\n2\t2026-10-04T08:00:00Z\ty\n4\t2026-10-06T08:00:00Z\tz\n' >t.tsv
cs-join --gaps gaps --side 't.tsv on k latest at within 1d' in.tsv
cat gaps
: >empty
chmod 666 gaps empty
cs-join -q --gaps gaps --side 't.tsv on k add v' in.tsv >out && cat gaps
cs-join -q --gaps empty --side 't.tsv on k add v' in.tsv | cmp - out && cmp gaps empty
stat -c '%n %a' gaps empty
cs-join -q --gaps t.tsv --side 't.tsv on k add v' in.tsv
cs-join -q --gaps in.tsv --side 't.tsv on k add v' in.tsv
head -n 1 t.tsv in.tsv
printf '9\tnoon\n' >>in.tsv
cs-join -q --gaps gaps --side 't.tsv on k latest at' in.tsv
tail -n 1 gaps
cs-join -q --gaps no/such --side 't.tsv on k add v' in.tsv
