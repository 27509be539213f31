# SPDX-License-Identifier: GPL-3.0-or-later
# CSV for spreadsheets: formulas are text.
printf 'comment\tcontacts\n=1+1\t3\n-5\t4\n@x, "y"\t\\N\nplain\t1\n' | cs-report --csv
