# SPDX-License-Identifier: GPL-3.0-or-later
# A metric whose column would be there twice.
cs-kpi -m 'a=share(wait_s > 5),a_n=count(*)' "$TESTDATA/sl-205.tsv"
