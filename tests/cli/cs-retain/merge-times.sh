# SPDX-License-Identifier: GPL-3.0-or-later
# Cells whose sums are by the times of --at say these themselves; others are refused. A shard is
# called like its file, wherever that is.
d=$TESTDATA/retain
same() {
	at=$1
	shift
	cs-retain -q "$@" --at "$at" --customers "$d/customers.tsv" --surveys "$d/surveys.tsv" \
	    --purchases "$d/purchases.tsv" --cells --currency EUR "$d/contacts.tsv" >cells || exit
	cs-retain -q "$@" --merge --currency EUR --at "$at" cells >told || exit
	cs-retain -q "$@" --merge --currency EUR cells | cmp - told && echo same
	cs-retain -q "$@" --merge --currency EUR --at 1mo cells
	echo $?
}
same 2mo,45d --uplift --window 30d --gap 0d
cs-retain -q --customers "$d/customers.tsv" --cells "$d/contacts.tsv" >cells
grep ^shard cells
cs-retain -q --merge --at 3mo cells | cut -f 1,2
# What completes the words of times and rules.
for option in leaving at landmark; do
	cs-retain --complete-words "$option" | paste -s -d ' ' -
done
