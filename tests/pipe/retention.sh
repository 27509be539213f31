# Who stays, of made-up customers: in sentences, as a table that says how it was made, and by parts
# of the customers, merged to the same bytes.
for t in customers contacts; do
	cs-gen -q --table "retain-$t" --records --rows 6000 --customers 2000 --days 730 \
		--plant solved=50% --trace made -o "$t.tsv" || exit
	cs-part -q --by customer_id --buckets 4 --into "$t" "$t.tsv" >parts || exit
done
stay() {
	cs-retain -q --landmark 14d --status --at 1mo,6mo --as-of 2028-01-04 "$@"
}
stay --customers customers.tsv --say contacts.tsv || exit
stay --customers customers.tsv --trace made contacts.tsv >plain || exit
cs-report --trace made plain | sed -n '/^How/,$p' | grep -o 'read.*wrote [0-9]*' || exit
for f in contacts/part-*.tsv; do
	stay --partial --customers "customers/${f#*/}" "$f" >"${f#*/}.cells" || exit
done
cs-retain -q --merge --status --at 1mo,6mo ./*.cells | cmp - plain && echo merged
