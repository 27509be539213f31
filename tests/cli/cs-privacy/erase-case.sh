# SPDX-License-Identifier: GPL-3.0-or-later
# Addresses and names beyond ASCII, in the rows of others too: in either case, with marks of their
# own, in quotes.
mkdir d
printf 'customer_id\tid_kind\tid_value\n4711\temail\tJürgen.Özil@bücher.example\n' >d/ids.tsv
printf 'customer_id\tcustomer_name\n4711\tÉlodie Žák\n' >d/customers.tsv
printf 'contact_id\tcustomer_id\tcomment\n' >d/calls.tsv
printf '1\t5\tplease write to JÜRGEN.ÖZIL@BÜCHER.EXAMPLE\n' >>d/calls.tsv
printf '2\t5\tju\314\210rgen.o\314\210zil@bu\314\210cher.example wrote\n' >>d/calls.tsv
printf '3\t5\tit was „ÉLODIE ŽÁK“\n' >>d/calls.tsv
printf '4\t5\télodie žáková is another\n' >>d/calls.tsv
printf '5\t\\N\tof „4711“\n' >>d/calls.tsv
printf 'contact_id\tcaller\tcomment\nc1\tJÜRGEN.özil@Bücher.example\thello\n' >d/mails.tsv
cs-privacy -q --show --customer 4711 d
cs-privacy -q --erase --customer 4711 d | cut -f 2-5
cat d/calls.tsv
sed 1d d/mails.tsv | cut -f 2-
