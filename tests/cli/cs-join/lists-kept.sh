# SPDX-License-Identifier: GPL-3.0-or-later
# A list is never written over what is no such list, nor two of them into one file; nothing is
# joined then, and a step that is not understood empties no list.
cp "$TESTDATA/identities.tsv" ids.tsv
cp "$TESTDATA/surveys.tsv" "$TESTDATA/journeys.tsv" .
join() {
	cs-join -q --identity ids.tsv --surveys surveys.tsv "$@" journeys.tsv >out.tsv
	echo "$?: $(wc -c <out.tsv)"
}
join --candidates ids.tsv
join --identity-report journeys.tsv
join --survey-report surveys.tsv
cmp ids.tsv "$TESTDATA/identities.tsv" && cmp surveys.tsv "$TESTDATA/surveys.tsv" &&
	cmp journeys.tsv "$TESTDATA/journeys.tsv" && echo kept
join --candidates one.tsv --survey-report one.tsv
[ -e one.tsv ] || echo none
join --survey-report list.tsv >/dev/null
cp list.tsv was.tsv
join --survey-report list.tsv --side 'nothing.tsv on customer' >/dev/null
cmp list.tsv was.tsv && echo kept
