# SPDX-License-Identifier: GPL-3.0-or-later
# What is refused, each with its lines.
records() { tr ' ' '\t'; }
{ echo reason owner; echo fee Billing; } | records >map
{ echo contact_id started_at reason vendor channel handle_s; echo c1 2026-03-01T08:00:00Z fee A phone 60; } | records >contacts
head='pool period_from_at period_to_at amount currency vendor driver capacity_s capacity_n avoidable_share'
bad() {
	what=$1
	shift
	echo "== $what" >&2
	{ echo "$head"; printf '%s\n' "$@"; } | records >costs
	cs-chargeback -q --costs costs --map map contacts
	echo $?
}
bad 'the same pool twice' 'w 2026-03-01 2026-04-01 5 EUR A \N \N \N \N' 'x 2026-03-01 2026-04-01 5 EUR A \N \N \N \N' \
	'w 2026-03-31 2026-05-01 5 EUR A contact \N \N \N'
bad 'amount' 'w 2026-03-01 2026-04-01 5,00 EUR A \N \N \N \N'
bad 'no amount' 'w 2026-03-01 2026-04-01 \N EUR A \N \N \N \N'
bad 'a tenth of a millionth' 'w 2026-03-01 2026-04-01 0.0000001 EUR A \N \N \N \N'
bad 'more than there is' 'w 2026-03-01 2026-04-01 90071992547409.93 EUR A \N \N \N \N'
bad 'currency' 'w 2026-03-01 2026-04-01 5 Euro A \N \N \N \N'
bad 'two currencies' 'w 2026-03-01 2026-04-01 5 EUR A \N \N \N \N' 'x 2026-03-01 2026-04-01 5 USD A \N \N \N \N'
bad 'time' 'w 2026-03-01 2026-02-30 5 EUR A \N \N \N \N'
bad 'ends before it begins' 'w 2026-03-01 2026-03-01 5 EUR A \N \N \N \N'
bad 'no time' 'w \N 2026-03-01 5 EUR A \N \N \N \N'
bad 'driver' 'w 2026-03-01 2026-04-01 5 EUR A hour \N \N \N'
bad 'capacity' 'w 2026-03-01 2026-04-01 5 EUR A minute 0 \N \N'
bad 'capacity of another kind' 'w 2026-03-01 2026-04-01 5 EUR A contact 60 \N \N'
bad 'capacity of nothing' 'w 2026-03-01 2026-04-01 5 EUR A none \N 60 \N'
bad 'share' 'w 2026-03-01 2026-04-01 5 EUR A \N \N \N 1.01'
bad 'no name' '\N 2026-03-01 2026-04-01 5 EUR A \N \N \N \N'
bad 'no transfers' 'w 2026-03-01 2026-04-01 5 EUR A transfer \N \N \N'
rate() {
	echo "== rates: $1" >&2
	shift
	{ echo vendor channel rate_amount rate_unit currency valid_from_at valid_to_at; printf '%s\n' "$@"; } | records >rates
	cs-chargeback -q --rates rates --map map contacts
	echo $?
}
rate 'overlap' 'A \N 1 minute EUR \N 2026-04-01' 'A \N 2 minute EUR 2026-03-31 \N'
rate 'as much' 'A \N 1 minute EUR \N \N' '\N phone 2 minute EUR \N \N'
rate 'unit' 'A \N 1 \N EUR \N \N'
rate 'fine' 'A \N 1 minute EUR \N 2026-04-01' 'A \N 2 minute EUR 2026-04-01 \N' '\N \N 9 minute EUR \N \N'
echo == usage >&2
cs-chargeback -q --map map contacts
cs-chargeback -q --costs costs contacts
cs-chargeback -q --rates rates --map map --bill --pools contacts
cs-chargeback -q --rates rates --pools --say contacts
cs-chargeback -q --rates rates --map map --by 'each(themes)' contacts
cs-chargeback -q --rates rates --map map --by nothing contacts
cs-chargeback -q --rates rates --map map --by charged=reason contacts
cs-chargeback -q --rates rates --map map --currency Euro contacts
cut -f 1-3 contacts | cs-chargeback -q --rates rates --map map
