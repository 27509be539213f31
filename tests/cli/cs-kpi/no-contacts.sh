# SPDX-License-Identifier: GPL-3.0-or-later
# What has rows but no contacts: a CSV and a log that nobody ingested, a table for people, cells.
cs-kpi "$TESTDATA/tickets.csv"
cs-kpi "$TESTDATA/queue_log.gz"
cs-kpi -q --by queue -m answered "$TESTDATA/sl-205.tsv" | cs-kpi
cs-kpi -q --by queue -m answered --cells "$TESTDATA/sl-205.tsv" | cs-kpi -m contacts
# Who asks for a count of rows gets it.
cs-kpi -q --by queue -m answered "$TESTDATA/sl-205.tsv" | cs-kpi -m contacts
