# SPDX-License-Identifier: GPL-3.0-or-later
# Columns whose names say nothing to us are looked at all the same: their times, durations and
# numbers would pass as text.
cs-ingest --draft-map "$TESTDATA/bad/german.csv"
cat >odd.csv <<'END'
Nr,Anruf am,Dauer,Betrag,Ort,Name
1,01/02/2026,00:30,1.234,04103,Ann
2,03/04/2026,01:30,2.500,04105,Ben
END
cs-ingest --draft-map odd.csv >odd.map
cat odd.map
cs-ingest --map odd.map odd.csv
sed 's/^# ? which of ours is it? NAME = Anruf am/started_at = Anruf am/' odd.map >ours.map
cs-ingest --map ours.map odd.csv
