# SPDX-License-Identifier: GPL-3.0-or-later
# The same digits are other numbers elsewhere.
printf 'contact_id\tcaller\n1\t030 1111111\n2\t+43 30 1111111\n3\t(212) 555-0100\n' >calls.tsv
printf 'customer_id\tid_kind\tid_value\nC1\tphone\t+43 30 1111111\nC2\tphone\t+1 212 555 0100\n' >ids.tsv
for country in DE at US; do
	cs-join --identity ids.tsv --country $country -q calls.tsv
done
