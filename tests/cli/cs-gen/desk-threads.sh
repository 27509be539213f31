# SPDX-License-Identifier: GPL-3.0-or-later
# The same bytes whatever the threads; as records what cs-ingest makes of the CSV.
for t in desk skills states schedules; do
	cs-gen --rows 20000 --table $t -r >one.tsv
	cs-gen --rows 20000 --table $t -r --threads 5 | cmp - one.tsv
done
cs-gen --rows 20000 --table desk -r >one.tsv
cs-gen --rows 20000 --table desk | cs-ingest -q --map contacts | cmp - one.tsv
cs-gen --rows 20000 --table desk --gamers 0 -r | cmp -s - one.tsv
