# SPDX-License-Identifier: GPL-3.0-or-later
printf 'customer_id\twait_s\n' | cs-part --by customer --into d --buckets 2
cat d/part-001.tsv
