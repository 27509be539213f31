# SPDX-License-Identifier: GPL-3.0-or-later
# A proposal for a map, with every doubt as a comment; it can be used as it is.
cat >calls.csv <<'END'
Call ID;Start;Agent;Wait (min);Talk time;Result;Cost;"Odd; name";id
1;05/10/2026 09:00;Ann;1,5;0:03:10;ANSWERED;1.234;x;8
2;06/10/2026 10:30;-;2;0:00:00;Missed;99;y;9
3;07/10/2026 11:45;Ben;0,25;1:02:03;Weird one;5.000;;
END
cs-ingest --draft-map calls.csv
cs-ingest --draft-map calls.csv >d.map
cs-ingest --map d.map calls.csv
cs-ingest --draft-map "$TESTDATA/bad/utf16.csv" --delimiter tab
