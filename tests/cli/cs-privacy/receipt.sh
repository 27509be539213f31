# SPDX-License-Identifier: GPL-3.0-or-later
# With a key the customer is there under the pseudonym that all data has.
umask 077
printf 'cs-key-1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n' >key
printf 'customer_id\tcomment\n4711\thello\n' >a.tsv
cs-privacy --pseudonym customer_id --key key -q a.tsv | sed -n 2p
cs-privacy --erase --customer 4711 --key key a.tsv
