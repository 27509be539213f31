# SPDX-License-Identifier: GPL-3.0-or-later
# Tables beyond --mem give the same bytes and the same messages: from files, from a pipe, with any
# number of threads; also what is wrong with them.
cs-gen -q -r --rows 4000 --customers 3000 -t contacts -o all.tsv
cut -f 1-3,8 all.tsv >calls.tsv
cs-gen -q -r --rows 4000 --customers 3000 -t customers -o customers.tsv
cs-gen -q -r --rows 4000 --customers 3000 -t roster -o roster.tsv
say() {
    cs-join "$@" --gaps gaps --roster roster.tsv \
        --side 'customers.tsv on customer_id add segment, plan, days(joined_at)=customer_days' \
        --side 'customers.tsv on customer_id,plan from joined_at to left_at add region' \
        --side 'calls.tsv on customer_id next started_at within 30d add contact_id=later_id'
}
say calls.tsv >want 2>want.err
cp gaps want.gaps
head -n 2 want
sed -n '/matched/p' want.err
for mem in 1 64K 300K; do
    for threads in 1 3; do
        say --mem $mem --threads $threads calls.tsv >got 2>got.err
        cmp got want && cmp got.err want.err && cmp gaps want.gaps
        say --mem $mem --threads $threads <calls.tsv >got 2>got.err
        cmp got want
    done
done
cat customers.tsv customers.tsv | awk 'NR == 1 || !/^customer_id/' >twice.tsv
for mem in 64K 256M; do
    cs-join --mem $mem --side 'twice.tsv on customer_id add plan' calls.tsv
done
