# SPDX-License-Identifier: GPL-3.0-or-later
# A key that there is not.
cs-kpi --by agnt "$TESTDATA/sl-205.tsv"
