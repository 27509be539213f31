# SPDX-License-Identifier: GPL-3.0-or-later
# Too many rejects are a failure: a share at the end, a number at once.
cp "$TESTDATA/bad/ragged.csv" .
f=ragged.csv
cs-ingest -q --map contacts $f >out
echo $?
cat out
cs-ingest -q --max-rejects 1 $f >/dev/null
echo $?
cs-ingest -q --max-rejects 2 $f
echo $?
cs-ingest -q --max-rejects 66.6% $f >/dev/null
echo $?
cs-ingest --max-rejects 66.7% --set ragged=pad $f
