# SPDX-License-Identifier: GPL-3.0-or-later
# Columns are named, with their kinds: an account after all, a kind of one's own, a second telephone.
cat >calls.tsv <<END
contact_id	card	home	mail	work	started_at
1	77	030 1111111	erika@example.org	\\N	2026-02-02T08:00:00Z
2	\\N	030 4444444	\\N	030 5550005	2026-02-02T08:00:00Z
3	\\N	030 4444444	\\N	030 1111111	2026-02-02T08:00:00Z
4	78	030 4444444	\\N	\\N	2026-02-02T08:00:00Z
5	\\N	030 9999999	erika@example.org	\\N	2026-02-02T08:00:00Z
END
cat >cards.tsv <<END
customer_id	id_kind	id_value
C9	loyalty	77
C5	loyalty	78
C5	phone	030 5550005
END
cs-join --identify card=loyalty,home=phone,mail=email,work=phone --identity cards.tsv \
	--identity "$TESTDATA/identities.tsv" --candidates doubt.tsv calls.tsv
cat doubt.tsv
