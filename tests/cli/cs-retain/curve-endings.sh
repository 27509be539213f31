# SPDX-License-Identifier: GPL-3.0-or-later
# Each way to leave for itself. One who moved away cannot leave any more: taken as followed no longer
# (.33), the others would have left more often than they did (.30). NULL is an ending too: not known.
set -- 30:left 45:moved 45: 60:left 60:moved 90: 120:left 182:left 182: 200: 365:moved 547: 547: 547: 547:
{
	printf 'customer_id\tjoined_at\tleft_at\tfollowed_until_at\tleft_reason\n'
	i=0
	for x; do
		i=$((i + 1))
		day=$(perl -MPOSIX -e 'print strftime("%Y-%m-%dT12:00:00Z", gmtime(1735689600 + 86400 * $ARGV[0]))' "${x%:*}")
		case $x in
		*:) printf '%d\t2025-01-01T12:00:00Z\t\\N\t%s\t\\N\n' $i "$day" ;;
		*) printf '%d\t2025-01-01T12:00:00Z\t%s\t\\N\t%s\n' $i "$day" "${x#*:}" ;;
		esac
	done
} >c
run() { cs-retain -q --from joined --customers c --as-of 2026-12-01 --at 30d,182d,547d "$@"; }
run --endings left_reason
run --endings left_reason --say
run | cut -f1,2,4,5
awk -F '\t' -v OFS='\t' '$5 == "moved" { $4 = $3; $3 = $5 = "\\N" } { print }' c >d
cs-retain -q --from joined --customers d --as-of 2026-12-01 --at 30d,182d,547d | cut -f1,2,4,5
sed 's/moved/\\N/' c >d
cs-retain -q --from joined --customers d --endings left_reason --at 182d --explain
