# SPDX-License-Identifier: GPL-3.0-or-later
# One agent of the company puts callers down; its truth file says who. Whatever the threads.
cs-gen -q --rows 30000 --wide --truth truth | cs-ingest -q --map contacts |
    cs-kpi -q --add repeat_1d >contacts
grep cut_short truth
cs-audit -q --rule short_calls,repeats_after_short contacts
cs-audit -q --threads 1 --rule short_calls,repeats_after_short --explain contacts >1
cs-audit -q --threads 4 --rule short_calls,repeats_after_short --explain contacts >4
cmp 1 4
cut -f 2,5,19- 1
