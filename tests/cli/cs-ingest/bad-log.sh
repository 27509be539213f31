# SPDX-License-Identifier: GPL-3.0-or-later
# Lines that are none are rejected; the last may lack its newline; callers may be unknown.
cp "$TESTDATA/bad/queue_log" .
cs-ingest --map queue-log --max-rejects 2 --rejects r queue_log
cat r
printf '1|a|q|NONE|ENTERQUEUE||anonymous|1\n9|a|q|NONE|ABANDON|1|1|8\n' |
	cs-ingest -q --map queue-log --set vendor=acme --set channel=tel
: | cs-ingest --map queue-log
