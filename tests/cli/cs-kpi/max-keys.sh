# --max-keys: as many groups as allowed, and one more; whatever the threads.
printf 'contact_id\tagent_id\n1\ta\n2\tb\n3\tc\n4\ta\n' >c.tsv
cs-kpi -q --by agent -m contacts --max-keys 3 c.tsv
for t in 1 2 5; do cs-kpi -q --by agent -m contacts --max-keys 2 --threads $t c.tsv; echo $?; done
cs-kpi --max-keys 0 c.tsv
