# SPDX-License-Identifier: GPL-3.0-or-later
# Which contact a survey that names none is about: the latest that was over; not one that nobody
# handled; none of two that were over within minutes, whatever the order of the input.
printf 'contact_id\tcustomer_id\tstarted_at\tended_at\tdisposition\n' >calls.tsv
printf 'a1\ta\t2026-03-01T10:00:00Z\t2026-03-01T10:10:00Z\tanswered\n' >>calls.tsv
printf 'a2\ta\t2026-03-01T10:14:00Z\t2026-03-01T10:40:00Z\tanswered\n' >>calls.tsv
printf 'b1\tb\t2026-03-01T10:00:00Z\t2026-03-01T10:10:00Z\tanswered\n' >>calls.tsv
printf 'b2\tb\t2026-03-01T10:12:00Z\t2026-03-01T10:13:00Z\tabandoned\n' >>calls.tsv
printf 'c1\tc\t2026-03-01T10:00:00Z\t2026-03-01T10:10:00Z\tanswered\n' >>calls.tsv
printf 'c2\tc\t2026-03-01T10:12:00Z\t2026-03-01T10:14:00Z\tanswered\n' >>calls.tsv
printf 'd1\td\t2026-03-01T10:00:00Z\t\\N\topen\n' >>calls.tsv
printf 'd2\td\t2026-03-01T11:00:00Z\t\\N\tunheard\n' >>calls.tsv
printf 'survey_id\tcustomer_id\tsurvey_sent_at\tcsat\n' >surveys.tsv
for who in a b c d; do
	printf 's-%s\t%s\t2026-03-01T10:20:00Z\t4\n' $who $who >>surveys.tsv
done
printf 's-e\td\t2026-03-01T11:30:00Z\t4\ns-f\tc\t2026-03-01T10:11:00Z\t4\n' >>surveys.tsv
cs-join --surveys surveys.tsv --survey-report odd.tsv calls.tsv | cut -f 1,6-11 >out.tsv
cat out.tsv odd.tsv
{ head -n 1 calls.tsv; tail -n +2 calls.tsv | sort -r; } |
	cs-join -q --threads 4 --surveys surveys.tsv | cut -f 1,6-11 | sort >back.tsv
sort out.tsv | cmp - back.tsv
echo == each by the latest, and by who could be asked
cs-join -q --surveys surveys.tsv --survey-apart 1s calls.tsv | cut -f 1,10 | grep -v N
cs-join -q --surveys surveys.tsv --eligible "disposition = 'abandoned'" calls.tsv | cut -f 1,6,10
