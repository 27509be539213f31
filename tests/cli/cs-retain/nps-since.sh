# SPDX-License-Identifier: GPL-3.0-or-later
# A period is of when customers were asked; where that is not said, of when they answered.
cd "$TESTDATA/retain" || exit
ask() {
	cs-retain -q --nps --customers customers.tsv --at 90d "$@" contacts.tsv |
		awk -F '\t' '$1 == "relationship" && $2 == "\\N" { print $29, $30 }'
}
cut -f 1-3,5- surveys.tsv >"$OLDPWD/answered"
ask --surveys surveys.tsv
ask --surveys surveys.tsv --since 2026-01-01
ask --surveys "$OLDPWD/answered" --since 2026-01-01
