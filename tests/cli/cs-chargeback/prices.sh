# SPDX-License-Identifier: GPL-3.0-or-later
# Which price a leg pays, whatever the order of the rows; cells of contacts that are no amounts;
# money that was given at no time; and of many pools that nobody used a few are named.
records() { tr ' ' '\t'; }
{ echo reason owner; echo fee Billing; } | records >map
{
	echo contact_id started_at reason vendor channel handle_s
	echo c1 2026-03-01T08:00:00Z fee A phone 60
	echo c2 2026-03-01T08:00:00Z fee A chat 60
	echo c3 2026-03-01T08:00:00Z fee '\N' phone 60
} | records >contacts
vendor='A \N 1 minute EUR' channel='\N phone 20 minute EUR' both='A phone 300 minute EUR'
rates() {
	{ echo vendor channel rate_amount rate_unit currency; printf '%s\n' "$@"; } | records >rates
	cs-chargeback -q --rates rates --map map --by vendor,channel contacts
}
for order in "$vendor|$channel|$both" "$vendor|$both|$channel" "$both|$channel|$vendor"; do
	echo "== $order"
	IFS='|'
	rates $order
	unset IFS
done
echo == two that name most
rates "$vendor" '\N \N 4000 minute EUR' "$channel"
echo "$?"
credit() {
	echo "== $*" >&2
	{
		echo contact_id started_at reason vendor channel handle_s credit
		echo c1 2026-03-01T08:00:00Z fee A chat 60 2.5
		echo "$*"
	} | records | cs-chargeback --rates rates --map map
	echo "$?"
}
credit c2 2026-03-01T08:00:00Z fee A chat 60 0.1234567
credit c2 2026-03-01T08:00:00Z fee A chat -1 1
credit c2 '\N' fee A chat 60 7
echo '== many pools' >&2
{
	echo pool period_from_at period_to_at amount currency team driver capacity_n
	for i in 1 2 3 4 5 6 7 8; do
		echo "idle$i" 2026-03-01 2026-04-01 "$i" EUR '\N' transfer '\N'
		echo "full$i" 2026-03-01 2026-04-01 "$i" EUR '\N' contact 1
	done
} | records >costs
{
	echo contact_id started_at reason transfer team
	echo c1 2026-03-01T08:00:00Z fee none x
	echo c2 2026-03-01T08:00:00Z fee none x
} | records | cs-chargeback --costs costs --map map
