# SPDX-License-Identifier: GPL-3.0-or-later
# The tokens are those that any keyed BLAKE2b of 20 bytes gives, in base 32.
umask 077
printf 'cs-key-1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n' >key
printf 'customer_id\twait_s\tcaller\n4711\t3\t+4917112345678\n\\N\t4\t\n' >a.tsv
printf 'id_kind\tid_value\nphone\t+4917112345678\naccount\t4711\n' >b.tsv
cs-privacy --pseudonym customer,caller --key key a.tsv
cs-privacy --pseudonym id_value --key key b.tsv
cs-privacy -q --pseudonym caller --key key - <a.tsv
