# SPDX-License-Identifier: GPL-3.0-or-later
# No such set, no such shape, a value that is none, metrics without their columns.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
set_of() {
	printf '[set s]\nmetrics = contacts\n%s\n' "$1" >v
	cs-kpi --set s --vision v c.tsv
}
cs-kpi --set monthly c.tsv
cs-kpi --set monthly --vision "$TESTDATA/shop.vision" c.tsv
set_of 'shape = wide'
set_of 'shape = fill yes'
set_of 'shape = rolling'
set_of 'shape = rolling many'
set_of 'shape = fill,,ytd'
cs-kpi --set tickets c.tsv | head -1
cut -f 1 c.tsv | cs-kpi --set surveys
cs-kpi --render --set weekly /dev/null
