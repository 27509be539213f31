# SPDX-License-Identifier: GPL-3.0-or-later
# Stray quotes, CR alone, marks at the start, lines without end: each costs one line at most.
cd "$TESTDATA/bad" || exit
for f in stray unclosed mac bom blank header-only; do
	echo "== $f"
	cs-ingest --max-rejects 9 $f.csv 2>&1
done
echo '== strict'
cs-ingest --strict --max-rejects 9 stray.csv 2>&1
