# SPDX-License-Identifier: GPL-3.0-or-later
# What --partial needs.
cs-kpi --partial -m contacts "$TESTDATA/sl-205.tsv"
echo $?
cs-kpi --partial -m contacts --as-of 2026-10-09 <"$TESTDATA/sl-205.tsv"
echo $?
