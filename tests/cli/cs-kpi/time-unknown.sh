# SPDX-License-Identifier: GPL-3.0-or-later
# A column of --time that is not there or is no instant is an error, with or without a period.
cs-ingest -q --map queue-log "$TESTDATA/queue_log.gz" >calls.tsv || exit
cs-kpi -m contacts --time answered calls.tsv
cs-kpi -m contacts --time queue calls.tsv
cs-kpi -m contacts --time queue --period 2026 calls.tsv
cs-kpi -m contacts --time answered_at calls.tsv
