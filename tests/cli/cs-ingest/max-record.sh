# SPDX-License-Identifier: GPL-3.0-or-later
# A line longer than --max-record is rejected by itself.
{
	echo 'contact_id,comment'
	printf '1,%0200d\n' 5
	echo 2,fine
	printf '3,"%0200d\n%0200d"\n' 5 6
	echo 4,fine
} | cs-ingest --max-record 150 --max-rejects 9 --rejects r
cut -c 1-60 r
