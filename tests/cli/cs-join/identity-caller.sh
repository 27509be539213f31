# SPDX-License-Identifier: GPL-3.0-or-later
# The records of a log of telephones, where the customer is the number: it is looked up as a number,
# unless a file has it as an account; what nobody has is none.
printf 'customer_id\tid_kind\tid_value\nC1\tphone\t0171 5550001\n0305550002\tphone\t040 5550003\n' >ids.tsv
printf 'contact_id\tcustomer_id\tcaller\n1\t01715550001\t01715550001\n2\t0305550002\t0305550002\n3\t0405550009\t0405550009\n4\tK4\t01715550001\n5\t\\N\tanonymous\n' >calls.tsv
cs-join --identity ids.tsv calls.tsv
cs-join -q --identity ids.tsv --identify customer_id=account calls.tsv | cut -f 2,4
