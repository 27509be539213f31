# SPDX-License-Identifier: GPL-3.0-or-later
# What is counted is limited by --mem, 1G when it is not said; nothing is written when it is not enough.
cs-audit -h | grep -e '--mem'
cs-gen -q --rows 4000 --agents 2000 --table desk --records -o contacts.tsv
cs-audit -q --threads 1 --rule transfers contacts.tsv -o out.tsv && cat out.tsv
cs-audit -q --threads 1 --mem 64K --rule transfers contacts.tsv -o small.tsv
echo "$?"
ls
