# SPDX-License-Identifier: GPL-3.0-or-later
# The same parts whatever the threads and however the input comes.
cs-gen --rows 3000 --seed 7 --records >g.tsv
for o in '--threads 1' '--threads 4' '--gz --threads 1' '--gz --threads 3'; do
	cs-part -q --by customer_id --into "d$o" --buckets 8 $o g.tsv >/dev/null
done
cmp 'd--threads 1/manifest.tsv' 'd--threads 4/manifest.tsv'
cmp 'd--gz --threads 1/manifest.tsv' 'd--gz --threads 3/manifest.tsv'
gzip -c g.tsv | dd bs=777 status=none | cs-part -q --by customer_id --into piped --buckets 8 --gz >/dev/null
cmp 'd--gz --threads 1/manifest.tsv' piped/manifest.tsv
for i in 0 3 7; do gunzip -c "piped/part-00$i.tsv.gz" | cmp - "d--threads 1/part-00$i.tsv"; done
cs-part --check piped
