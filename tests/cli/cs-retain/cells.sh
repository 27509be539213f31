# SPDX-License-Identifier: GPL-3.0-or-later
# Cells of shards: what they say, their sum, a manifest, one after the other in one file; and what does
# not add up: cut, changed, of another run, a shard twice, what is learnt from all at once.
R=$TESTDATA/retain
as_of='--as-of 2026-10-14'
for t in contacts customers; do
	cs-part -q --by customer_id --into $t --buckets 4 "$R/$t.tsv" >/dev/null
done
ask="--by segment $as_of"
cs-retain $ask --customers "$R/customers.tsv" "$R/contacts.tsv" >plain
for i in 000 001 002 003; do
	cs-retain -q $ask --partial --customers customers/part-$i.tsv contacts/part-$i.tsv >c$i
done
head -n 27 c000
cs-retain --merge c003 c001 c000 c002 | cmp - plain && echo the sum
cs-retain -q --merge --manifest contacts/manifest.tsv c001 c003 c000 c002 | cmp - plain && echo by the manifest
cat c000 c001 c002 c003 | cs-retain -q --merge | cmp - plain && echo one file
cs-retain -q --merge --cells c00? | cs-retain -q --merge | cmp - plain && echo twice
refused() { cs-retain -q --merge "$@" >out || echo "$? for $*"; }
refused c000 c001 c000
refused --manifest contacts/manifest.tsv c000 c001
sed '$d' c000 >cut && refused cut
awk -F '\t' -v OFS='\t' '$1 == "cell" && !n++ { $5++ } { print }' c000 >changed && refused changed
grep -v '^cell' c000 >without && refused without
sed 's/^\(meta.*version.*\)1$/\19/' c000 >newer && refused newer
cs-retain -q --by segment --as-of 2026-10-13 --cells --shard x --customers customers/part-001.tsv contacts/part-001.tsv >other
refused c000 other
cs-retain -q $ask --tz Europe/Berlin --cells --customers customers/part-001.tsv contacts/part-001.tsv >zone
refused c000 zone
refused --tz Europe/Berlin c000
refused --nps c000
refused "$R/contacts.tsv"
refused --by segment c000
cs-retain --partial --customers "$R/customers.tsv" "$R/contacts.tsv"
cs-retain --at-risk --cells --customers "$R/customers.tsv" "$R/contacts.tsv"
cs-retain --shard x --customers "$R/customers.tsv" "$R/contacts.tsv"
cs-retain -q --customers "$R/customers.tsv" --by value=plan --cells "$R/contacts.tsv"
