# SPDX-License-Identifier: GPL-3.0-or-later
# An own metric without a name.
cs-kpi -m 'share(wait_s > 60)' "$TESTDATA/sl-205.tsv"
