# SPDX-License-Identifier: GPL-3.0-or-later
# What bash offers: columns of the file on the line, keys behind a comma, metrics, words of options.
command -v bash >/dev/null || { echo 'no bash'; exit 77; }
printf 'contact_id\tagent_id\tagent_name\tqueue\twait_s\n' >calls.tsv
for tool in cs-kpi cs-ingest cs-report; do
	"$tool" --completion bash
done >all.bash
cat >offer.bash <<'END'
. ./all.bash
offer() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE=${line-$*} COMPREPLY=()
	COMP_POINT=${#COMP_LINE}
	"_${1//-/_}" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
	echo "$COMP_LINE -> ${COMPREPLY[*]}"
}
# The same of a line that bash breaks at what is in $breaks besides blanks.
broken() {
	local line=$1
	offer $(printf '%s\n' "$1" | sed "s/[$breaks]/ & /g")
}
offer cs-kpi calls.tsv --by ag
offer cs-kpi calls.tsv --by queue,agent_n
offer cs-kpi calls.tsv --where wa
offer cs-kpi -m contacts,sl_in
offer cs-kpi --period last-
offer cs-kpi --bad s
offer cs-kpi --whi
offer cs-ingest --map q
offer cs-report --col
offer cs-kpi cal
touch a:b.tsv
for breaks in =: =; do
	echo "broken at $breaks"
	broken 'cs-kpi --period=last-w'
	broken 'cs-kpi --top 10:conta'
	broken 'cs-kpi --top=10:conta'
	broken 'cs-kpi --top 10:' | cut -d ' ' -f 1-6
	broken 'cs-kpi --min-group 10:custo'
	broken 'cs-kpi a:'
	broken 'cs-kpi a:b'
	broken 'cs-kpi --where a: wa'
done
END
bash offer.bash
