# SPDX-License-Identifier: GPL-3.0-or-later
# Words of --side that cannot be, each with its place.
printf 'a\tb\n1\t2\n' >t.tsv
while read -r spec; do
    cs-join --side "$spec" t.tsv 2>&1 | head -n 1
done <<'END'
t.tsv
t.tsv at a
t.tsv on
t.tsv on a=
t.tsv on a from b
t.tsv on a from b to
t.tsv on a from b to b latest b
t.tsv on a within 3d
t.tsv on a latest b within 3mo
t.tsv on a latest b within -3d
t.tsv on a latest b next b
t.tsv on a first last
t.tsv on a from b to b once
t.tsv on "a
t.tsv on ""
t.tsv on a add b add b
t.tsv on a add add
t.tsv on a add days(b)
t.tsv on a add days(b
t.tsv on a add b,
t.tsv on a else
t.tsv on a prefix
"no such file.tsv" on a
t.tsv on a add c
t.tsv on c=a
END
cs-join t.tsv 2>&1
