# SPDX-License-Identifier: GPL-3.0-or-later
# A name of the dictionary keeps its meaning, for reports print its sentence; the same under the same
# name is no harm.
cs-kpi -m 'asa=max(wait_s)' "$TESTDATA/sl-205.tsv"
cs-kpi -m 'contacts=count(*)' "$TESTDATA/sl-205.tsv"
cs-kpi -m 'sl_offered_20=sl_offered(30)' "$TESTDATA/sl-205.tsv"
cs-kpi -m 'contacts=contacts,sl_offered_20=sl_offered(20),fast=sl_offered(10)' "$TESTDATA/sl-205.tsv"
