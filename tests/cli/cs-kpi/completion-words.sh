# SPDX-License-Identifier: GPL-3.0-or-later
# The values that options complete: intervals and columns for keys, metrics for orders, zones.
printf 'agent_id\tstarted_at\n' >in.tsv
cs-kpi --complete-words by --complete-columns=in.tsv
cs-kpi --complete-words pivot --complete-columns=in.tsv
cs-kpi --complete-words sort | grep -x -e asa -e -asa -e sl_offered -e -sl_offered
cs-kpi --complete-words top | grep -x -e 10 -e 10:asa
cs-kpi --complete-words tz | grep -x -e UTC -e Europe/Berlin -e Asia/Kolkata -e Asia/Calcutta
cs-kpi --complete-words tz | sort | uniq -d
cs-kpi --completion bash | grep -A 1 -x -e '	--by)' -e '	--sort)' -e '	--top)' -e '	--tz)' -e '	--pivot)'
