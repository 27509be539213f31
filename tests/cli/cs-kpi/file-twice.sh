# SPDX-License-Identifier: GPL-3.0-or-later
# A file that is given twice counts twice, and no figure looks wrong for it: that is said, also with
# -q, whatever the file is called. A copy is another file, and a pipe is read once.
cp "$TESTDATA/desk.tsv" a.tsv
ln -s a.tsv b.tsv
cp a.tsv c.tsv
cs-kpi -q -m contacts,legs_per_contact a.tsv b.tsv c.tsv ./a.tsv
cs-kpi -q -m contacts a.tsv c.tsv
cs-ingest -q --map contacts "$TESTDATA/contacts.csv" "$TESTDATA/contacts.csv" | cs-kpi -q -m contacts
