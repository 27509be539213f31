# SPDX-License-Identifier: GPL-3.0-or-later
# What is not UTF-8 is rejected, unless the map names an encoding.
cd "$TESTDATA/bad" || exit
cs-ingest --max-rejects 9 latin1.csv 2>&1
cs-ingest -q --set encoding=windows-1252 latin1.csv
cs-ingest utf16.csv 2>&1
echo $?
cs-ingest -q --set encoding=utf-16le -d tab utf16.csv
cs-ingest --max-rejects 9 nul.csv 2>&1
printf 'b\303\244\377,x\n' | cs-ingest 2>&1
