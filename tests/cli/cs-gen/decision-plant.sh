# SPDX-License-Identifier: GPL-3.0-or-later
# Without what the fee drives everything else is as it was: contacts by their numbers, charges.
for p in fee=40% none; do
	cs-gen --rows 2000 --days 500 --customers 300 --plant $p -r \
		--table decision-contacts --truth truth-$p.tsv | sort >$p.tsv
	cs-gen --rows 2000 --days 500 --customers 300 --plant $p -r \
		--table decision-charged --threads 3 >charged-$p.tsv
	sed -n '/decision.contacts/p;/decision.recoded/p;/decision.charges/p' truth-$p.tsv
done
cmp charged-fee=40%.tsv charged-none.tsv
comm -13 fee=40%.tsv none.tsv | wc -l
comm -23 fee=40%.tsv none.tsv | wc -l
