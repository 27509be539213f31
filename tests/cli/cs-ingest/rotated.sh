# SPDX-License-Identifier: GPL-3.0-or-later
# Rotated logs are read in the order of their first lines, whatever their names say.
log=$TESTDATA/queue_log
head -n 700 "$log" | gzip -n >queue_log.1.gz
sed -n '701,1500p' "$log" >queue_log
tail -n +1501 "$log" >queue_log.0
: >queue_log.2
cs-ingest --map queue-log queue_log queue_log.0 queue_log.2 queue_log.1.gz >parts.tsv
cs-ingest -q --map queue-log "$log" | cmp - parts.tsv
cat queue_log queue_log.0 | cs-ingest -q --map queue-log - queue_log.1.gz | cmp - parts.tsv
