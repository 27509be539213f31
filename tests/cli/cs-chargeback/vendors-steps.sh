# Seconds of a leg that are paid, by the contract's first_s and step_s: at a price of 60 a minute the
# amount is their number.
rounds() { # KEYS HANDLE_S
	printf '[vendor x]\ncurrency = EUR\nminute = 60\n%s\n' "$1" | tr ';' '\n' >c.ini
	printf 'contact_id\tvendor\tstarted_at\thandle_s\nc\tx\t2026-03-10T08:00:00Z\t%s\n' "$2" >contacts
	cs-chargeback -q --vendors --rates rates --contract c.ini --by month contacts |
		awk -F '\t' -v keys="$1" -v s="$2" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
			NR > 1 { printf "%-22s %6d %s\n", keys, s, $at["contract_amount"] }'
}
printf 'rate_amount\trate_unit\tcurrency\n1\tminute\tEUR\n' >rates
rounds '' 61
rounds '' 0
rounds step_s=60 0
rounds step_s=60 1
rounds step_s=60 60
rounds step_s=60 61
rounds first_s=30 1
rounds first_s=30 31
rounds 'first_s=30;step_s=6' 30
rounds 'first_s=30;step_s=6' 31
rounds 'first_s=30;step_s=6' 36
rounds 'first_s=20;step_s=6' 22 # steps begin behind the first
rounds 'first_s=1;step_s=60' 2
rounds step_s=86400 86401
