# SPDX-License-Identifier: GPL-3.0-or-later
# Options that do not go together.
cs-kpi --cells --fill /dev/null
cs-kpi --partial --ci /dev/null
cs-kpi --merge --by queue /dev/null
cs-kpi --render -m contacts /dev/null
cs-kpi --which-sl 80 -m contacts /dev/null
cs-kpi --explain asa --cells /dev/null
cs-kpi --merge --where 'true' /dev/null
cs-kpi --merge --tz Europe/Berlin /dev/null
cs-kpi --explain asa --keep-only 'true'
cs-kpi --render --period 2026-10-05 /dev/null
cs-kpi --merge --as-of 2026-10-05 /dev/null
cs-kpi --explain asa calls.tsv
cs-kpi --shard a -m contacts /dev/null
