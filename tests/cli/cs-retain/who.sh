# SPDX-License-Identifier: GPL-3.0-or-later
# Who keeps customers, as cells: stayed and revenue by team and kind of work; what cs-kpi and cs-rank
# make of them; shares of several; the same for any threads and memory.
r=$TESTDATA/retain
run() { cs-retain -q --customers "$r/customers.tsv" --purchases "$r/purchases.tsv" "$@"; }
# The checksum knows where the tree stands: the shard has the path.
run --who team --strata queue --at 1mo "$r/contacts.tsv" | grep -v '^cell' | grep -v crc32
run --who team --strata none --at 1mo,6mo "$r/contacts.tsv" >cells
cs-kpi --render cells
run --who team --strata none --at 1mo,6mo --threads 1 "$r/contacts.tsv" | cmp - cells && echo alike
run --who team --strata none --at 1mo,6mo --threads 3 --mem 1M "$r/contacts.tsv" | cmp - cells &&
    echo alike
run --who team,vendor --at 30d "$r/contacts.tsv" | head -n 1
run --who reason --strata segment,month --at 30d "$r/contacts.tsv" | head -n 1
for s in last equal minutes; do
	echo "$s, within two weeks:"
	run --who team --strata none --at 1mo --share $s --landmark 14d "$r/contacts.tsv" |
	    cs-kpi --render | cut -f 1-3
done
cs-rank -q -m stayed_1mo cells | cut -f 1-5
run --who team --strata none --at 1mo --cancel-reasons cancel "$r/contacts.tsv" | cs-kpi --render | cut -f 1-3
run --who agent --agents --at 1mo "$r/contacts.tsv" | head -n 1
echo '= unless it is said, ranked by the first time of --at'
cs-rank cells >ranked 2>notes
head -n 1 notes
cs-rank -q -m stayed_1mo cells | cmp - ranked && echo alike
