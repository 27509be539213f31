# SPDX-License-Identifier: GPL-3.0-or-later
# What there is to see of a customer, and what lies behind as-of is not. Everybody bought on three
# days, ten apart, and is late; with so few there are no probabilities, and signs are only facts.
p() { printf '%s\t2026-%sT12:00:00Z\t%s\tEUR\t%s\n' "$1" "$2" "$3" "${4-\\N}"; }
c() { printf 'K%s\t%s\t2026-%sT10:00:00Z\t2026-%sT10:30:00Z\t%s\t%s\t%s\t%s\t%s\n' "$@"; }
{
	printf 'customer_id\tpurchased_at\tamount\tcurrency\trefunded_at\n'
	for i in late calm again other later ended mood fee old nps last answer silent twice; do
		[ "$i" = silent ] && month=04 || month=05
		for day in 01 11 21; do p "$i" "$month-$day" 10.10; done
	done
	p twice 05-21 5.05
	p late 05-20 4.04 2026-05-30T00:00:00Z
	p late 05-20 4.04 2026-06-30T00:00:00Z
	p calm 06-15 999
} >purchases
{
	printf 'contact_id\tcustomer_id\tstarted_at\tended_at\treason\tsolved_agent\tsolved_at\tsent_label\tnps\n'
	c 1 calm 05-20 05-20 fault t 2026-05-20T10:30:00Z positive 10
	c 2 again 05-01 05-01 fault f '\N' neutral '\N'
	c 3 again 05-20 05-20 fault f '\N' neutral '\N'
	c 4 other 05-01 05-01 order f '\N' neutral '\N'
	c 5 other 05-20 05-20 fault f '\N' neutral '\N'
	c 6 later 05-20 05-20 fault t 2026-06-05T00:00:00Z negative '\N'
	c 7 ended 05-31 06-02 fault f '\N' negative 0
	c 8 mood 05-02 05-02 fault t 2026-05-02T10:30:00Z negative '\N'
	c 9 mood 05-03 05-03 fault t 2026-05-03T10:30:00Z positive '\N'
	c 10 mood 05-04 05-04 fault t 2026-05-04T10:30:00Z negative '\N'
	c 11 fee 05-20 05-20 fee t 2026-05-20T10:30:00Z '\N' '\N'
	c 12 old 02-20 02-20 fee f '\N' negative '\N'
	c 14 last 05-20 05-20 fault t 2026-05-20T10:30:00Z '\N' 6
	c 13 nps 05-20 05-20 fault t 2026-05-20T10:30:00Z '\N' 6
} >contacts
{
	printf 'customer_id\tsurvey_sent_at\tsurvey_answered_at\tnps\n'
	printf 'answer\t2026-05-01T00:00:00Z\t2026-05-02T00:00:00Z\t3\n'
	printf 'answer\t2026-05-03T00:00:00Z\t2026-06-02T00:00:00Z\t10\n'
	printf 'nps\t2026-05-21T00:00:00Z\t2026-05-22T00:00:00Z\t9\n'
	printf 'last\t2026-05-01T00:00:00Z\t2026-05-02T00:00:00Z\t9\n'
} >surveys
cs-retain -q --at-risk --leaving silence=90d --as-of 2026-06-01 --purchases purchases \
    --surveys surveys --warning-reasons fee contacts | cut -f 1,2,11-14,17-18,20-
