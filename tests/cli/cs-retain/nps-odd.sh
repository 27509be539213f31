# SPDX-License-Identifier: GPL-3.0-or-later
# What --nps cannot do, and what it does with less: no scores, no purchases, nobody asked, two
# currencies, answers that stand in contacts.
c=$TESTDATA/retain/customers.tsv
p=$TESTDATA/retain/purchases.tsv
s=$TESTDATA/retain/surveys.tsv
run() { cs-retain -q --nps --customers "$c" --at 30d "$@"; }
cut -f 1-5 "$s" >without
run --surveys without
echo $?
run --points --surveys "$s"
echo $?
run --by survey_id,survey_kind=plan --surveys "$s" | head -1
echo '= no purchases'
run --surveys "$s" | cut -f 1-7,18-22 | head -4
echo '= nobody is known to have been asked'
awk -F '\t' -v OFS='\t' 'NR == 1 || $5 != "\\N" {print $1, $2, $3, $5, $6}' "$s" >answers
run --surveys answers --purchases "$p" | cut -f 1-3,29- | awk -F '\t' 'NR == 1 || $2 == "\\N"'
run --surveys answers --purchases "$p" | cut -f 2 | sort -u
echo '= two currencies are not added up'
awk -F '\t' -v OFS='\t' 'NR % 2 == 0 {$6 = "USD"} {print}' "$p" >two
run --surveys "$s" --purchases two | cut -f 1-5,17-21,41 | sed -n 3p
echo '= answers in contacts, by the team of the contact, of a quarter'
awk -F '\t' -v OFS='\t' 'NR == FNR {a[$2] = $4 FS $5 FS $6; next}
    {k = $1 in a ? a[$1] : "\\N\t\\N\t\\N"; print $0, FNR == 1 ? "survey_sent_at\tsurvey_answered_at\tnps" : k}' \
    "$s" "$TESTDATA/retain/contacts.tsv" >contacts
run --by team --purchases "$p" contacts | cut -f 1-7 | awk -F '\t' '$3 == "asked"'
run --by team --period 2026-04-01..2026-07-01 --purchases "$p" contacts | cut -f 1-7 | awk -F '\t' '$3 == "asked"'
run --from joined --surveys "$s"
echo $?
echo '= nobody is sorted by what came of him, nor by single people unless that is asked for'
run --surveys "$s" --by left_reason
echo $?
run --by agent_id contacts
echo $?
run --by agent_id --agents contacts | cut -f 1-5 | sed -n 1,2p
