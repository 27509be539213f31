# SPDX-License-Identifier: GPL-3.0-or-later
# Columns that have our names: typed, checked, in canonical form.
cs-ingest --map contacts "$TESTDATA/contacts.csv"
