# SPDX-License-Identifier: GPL-3.0-or-later
# A manifest that lost a record, parts that it does not name, other rows than it says: none passes.
printf 'a\nx\ny\nz\n' >in
cs-part -q --by a --into d --buckets 4 in >/dev/null
cs-part -q --by a --into g --buckets 2 --gz in >/dev/null
cp d/manifest.tsv whole
cat whole
sed 3d whole >d/manifest.tsv
cs-part --check d
echo $?
cut -f 1 whole | sed 3d >d/manifest.tsv
cs-part --check d
echo $?
sed 's/\(part-002.tsv	\)[0-9]*/\19/' whole >d/manifest.tsv
cs-part --check d
echo $?
cp whole d/manifest.tsv
cp in d/part-004.tsv
echo 'not ours' >d/notes.txt
cs-part --check d
echo $?
# Cells that are held against it find the same.
sed 3d whole >lost
cs-kpi -q -m contacts --cells in >cells
cs-kpi --render --manifest lost cells
echo $?
cs-part --check g
sed 's/\(part-001.tsv.gz	\)[0-9]*/\19/' g/manifest.tsv >m && mv m g/manifest.tsv
cs-part --check g
echo $?
