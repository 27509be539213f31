# SPDX-License-Identifier: GPL-3.0-or-later
# By a vision: its service level for each queue, its zone for days, and what it names that is not
# there.
cs-ingest -q --map queue-log "$TESTDATA/queue_log" >calls.tsv
cs-kpi --vision "$TESTDATA/shop.vision" --by queue -m sl_target,ab_target,sl_offered calls.tsv
cs-kpi -q --vision "$TESTDATA/shop.vision" --by 6h -m contacts calls.tsv
cs-kpi -q --vision "$TESTDATA/shop.vision" --tz UTC --by 6h -m contacts calls.tsv
# Nothing that the vision speaks of is used: nothing is said of it.
cs-kpi --vision "$TESTDATA/shop.vision" -m contacts calls.tsv
