# SPDX-License-Identifier: GPL-3.0-or-later
# A conversation that ended in the queue was not passed on: transfers are a share of all answered.
cs-ingest -q --map queue-log "$TESTDATA/queue_log" >calls.tsv
cs-kpi -q --by queue -m 'transfer_share,transfers,transferred_share,misrouted(30),handled_legs' calls.tsv
# The log knows nothing of work after the contact.
cs-kpi -m aht calls.tsv
cs-ingest -q --map queue-log --set wrap_s=0 "$TESTDATA/queue_log" | cs-kpi -q -m aht,mean_talk
