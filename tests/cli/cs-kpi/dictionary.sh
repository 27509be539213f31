# SPDX-License-Identifier: GPL-3.0-or-later
# Every metric of the dictionary, with how many it rests on, over rows that can be counted by hand:
# thirteen rows of contacts, a day of two agents. tests/oracle/dictionary.t asks SQL about the same
# rows.
awk '
/^\[/ {
	name = /^\[(subject:.*|words|default)\]/ ? "" : substr($0, 2, length - 2)
	if (name != "")
		list[n++] = name
}
/^each *=/ && name != "" {
	family = list[--n]
	sub(/^each *= */, "")
	members = split($0, member, ",")
	for (i = 1; i <= members; i++) {
		sub(/^ */, "", member[i])
		sub(/ *:.*/, "", member[i])
		one = family
		sub(/\{x\}/, member[i], one)
		list[n++] = one
	}
}
END { for (i = 0; i < n; i++) print list[i] }' "$SRC/lib/data/metrics" >names
ask() {
	cs-kpi -q --as-of 2026-10-19 --long -m "$name" "$@" 2>/dev/null >answer
}
while read -r name; do
	if ask "$TESTDATA/desk.tsv" || ask "$TESTDATA/agent-day.tsv" ||
	    ask --vision "$TESTDATA/shop.vision" "$TESTDATA/desk.tsv"; then
		tail -n +2 answer
	else
		echo "$name: no columns"
	fi
done <names
