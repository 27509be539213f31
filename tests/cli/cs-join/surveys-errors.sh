# What --surveys refuses.
cd "$TESTDATA"
in=journeys.tsv
cut -f 1,4 surveys.tsv | cs-join --surveys - $in; echo $?
cut -f 4-7 surveys.tsv | cs-join --surveys /dev/stdin $in; echo $?
sed 's/2026-10-05T09:00:00Z/later/' surveys.tsv | cs-join --surveys /dev/stdin $in; echo $?
sed 's/	2	/	good	/' surveys.tsv | cs-join --rating worst --surveys /dev/stdin $in; echo $?
cs-join --surveys nothing.tsv $in; echo $?
cs-join --rating first $in; echo $?
cs-join --rating best --surveys surveys.tsv $in; echo $?
cs-join --eligible 'csat > 3' --surveys surveys.tsv $in; echo $?
cs-join --eligible 'channel' --surveys surveys.tsv $in; echo $?
cs-join --surveys surveys.tsv desk.tsv; echo $?
cut -f 2 desk.tsv | cs-join --surveys surveys.tsv; echo $?
