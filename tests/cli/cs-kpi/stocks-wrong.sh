# SPDX-License-Identifier: GPL-3.0-or-later
# What is due needs an instant; stocks of periods apart hold the same items; a stock goes from an
# instant to an instant.
printf 'started_at\tsolved_at\twait_s\n2026-10-01T00:00:00Z\t\\N\t3\n' >t.tsv
cs-kpi -m backlog_older t.tsv
cs-kpi -m 'a_n=stock(started_at, wait_s)' t.tsv
cs-kpi -m 'a_n=stock(started_at)' t.tsv
for day in 2026-10-01 2026-10-02; do
	cs-kpi --by day -m backlog --partial --as-of 2026-10-03 --period $day t.tsv >$day.cells
done
cs-kpi --render 2026-10-01.cells 2026-10-02.cells
