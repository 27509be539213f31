# SPDX-License-Identifier: GPL-3.0-or-later
# Semicolons, decimal commas, dates and a zone by declaration.
cat >g.map <<'END'
[source]
delimiter = ;
decimal   = ,
group     = .
zone      = Europe/Berlin
time      = %d.%m.%Y %H:%M
[columns]
contact_id = Vorgang
started_at = Beginn
talk_s     = Dauer; unit min
cost       = Kosten
currency   = 'EUR'
END
cs-ingest --map g.map "$TESTDATA/bad/german.csv"
cs-ingest -q --delimiter semicolon "$TESTDATA/bad/german.csv"
