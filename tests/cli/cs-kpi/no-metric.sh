# SPDX-License-Identifier: GPL-3.0-or-later
# A metric that there is not.
cs-kpi -m sl_offred "$TESTDATA/sl-205.tsv"
