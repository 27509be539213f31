# SPDX-License-Identifier: GPL-3.0-or-later
# A header of one name that holds another delimiter: it is taken as it is, and said.
printf 'id;wait\n1;2\n' | cs-ingest
cs-ingest "$TESTDATA/queue_log" | head -n 1
printf 'a,b\n1,2\n' | cs-ingest -d ';'
printf 'a\n1\n' | cs-ingest -q
