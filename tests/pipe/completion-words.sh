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
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMPREPLY=()
	COMP_POINT=${#COMP_LINE}
	"_${1//-/_}" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
	echo "$* -> ${COMPREPLY[*]}"
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
END
bash offer.bash
