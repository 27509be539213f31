#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Journals of cs-chargeback are read by hledger, whatever units and pools are called, and its
# balances are our totals: by unit, of what is nobody's, of each pool; all of it adds up to zero.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/oracle/need.sh
need 'hledger' hledger

PATH=$PWD/${CS_BUILD:-build/release}/bin:$PATH
charge=$PWD/testdata/charge
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
LC_ALL=C.UTF-8
export LC_ALL
n=0

same() {
	n=$((n + 1))
	if cmp -s "$1" "$2"; then
		echo "ok $n - $3"
	else
		echo "not ok $n - $3"
		diff "$1" "$2" | sed 's/^/# /'
	fi
}

# Balances of hledger as "account<tab>amount", sorted; only accounts that are not zero.
balances() {
	hledger -f "$1" balance --flat --no-total -O csv |
		sed '1d; s/^"//; s/"$//; s/","/	/; s/""/"/g; s/	[A-Z]* /	/' | sort >"$2"
}

# The same of postings, by the rules that the page gives for names.
ours() {
	perl -CSD -F'\t' -lane '
		sub safe {
			my ($s) = @_;
			my %esc = (t => "\t", n => "\n", r => "\r", b => "\b", f => "\f", v => "\x0b", "\\" => "\\");
			$s =~ s/\\(.)/$esc{$1}/g;
			return "%" if $s eq "";
			my @c = split //, $s;
			my ($out, $blank) = ("", 1);
			for my $i (0 .. $#c) {
				my $single = $c[$i] eq " " && !$blank && $i < $#c;
				my $bytes = $c[$i];
				utf8::encode($bytes);
				$out .= $single || $c[$i] =~ m{[\p{L}\p{M}\p{N}_.,&+/\x27()-]} ? $c[$i]
					: join "", map { sprintf "%%%02X", ord } split //, $bytes;
				$blank = $single;
			}
			return $out;
		}
		next if $. == 1 || $F[1] eq "total";
		my ($line, $unit, $pool, $v) = @F[1, 2, 4, 6];
		my $digits = $v =~ /\.(\d+)/ ? length $1 : 0;
		$most = $digits if $digits > ($most // 0);
		$v =~ tr/.//d;
		$sum{ $line eq "charged" ? "expenses:service:" . safe($unit) : "expenses:$line" } += $v;
		$sum{"expenses:pools:" . safe($pool)} -= $v;
		END {
			for (sort keys %sum) {
				next if $sum{$_} == 0;
				my $t = sprintf "%0*d", ($most // 0) + 1, abs $sum{$_};
				substr($t, -$most, 0) = "." if $most;
				printf "%s\t%s%s\n", $_, $sum{$_} < 0 ? "-" : "", $t;
			}
		}' "$1" | sort >"$2"
}

echo 1..7

run() { cs-chargeback -q "$@" --costs "$charge/quarter-costs.tsv" --map "$charge/quarter-map.tsv" "$charge/quarter.tsv"; }
run --journal >quarter.journal
run --postings >quarter.tsv
balances quarter.journal theirs
ours quarter.tsv want
same theirs want 'a quarter: all accounts'
run | awk -F '\t' '$1 == "total" { print $5 }' >want
hledger -f quarter.journal balance --no-total expenses:pools -O csv --depth 2 |
	sed -n '2s/.*EUR -\(.*\)"/\1/p' >theirs
same theirs want 'what pools gave is what everything costs'
hledger -f quarter.journal balance -O csv | tail -n 1 >theirs
echo '"total","0"' >want
same theirs want 'all of it adds up to zero'
run --bill --by month | awk -F '\t' '$1 == "charged" && $3 ~ /-09-/ { s += $6 * 100 } END { printf "%.2f\n", s / 100 }' >want
hledger -f quarter.journal balance --no-total expenses:service -O csv --depth 2 -p 2026-09 |
	sed -n '2s/.*EUR \(.*\)"/\1/p' >theirs
same theirs want 'the month of an entry'

# Names of all kinds, each a unit and a pool, in currencies of no, two and three digits behind the
# point.
for currency in JPY EUR KWD; do
	perl -CS -e '
		my ($currency) = @ARGV;
		my @name = ("two  blanks", "a:b", "c;d", "c ; d", "e | f", " lead", "trail ", "tab\\there",
			"new\\nline", "(virtual)", "[balanced]", "*", "! flag", "= auto", "~ 2026", "; note", "a=b",
			"\x{e4}\x{df} \x{8cbb}", "nb\x{a0}\x{a0}sp", "\x{202e}gb", "%20", "%", "10 EUR", "EUR", "-5",
			"a  EUR 1", "include x", "#", "\"q\"", "{1}", "\@ 2", "back\\\\slash", "expenses:pools", "\x{3000}w");
		open my $c, ">:utf8", "contacts.tsv";
		open my $m, ">:utf8", "map.tsv";
		open my $p, ">:utf8", "costs.tsv";
		print $c "contact_id\tstarted_at\treason\thandle_s\tqueue\n";
		print $m "reason\towner\tcause\n";
		print $p "pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\tqueue\tdriver\n";
		for my $i (0 .. $#name) {
			printf $c "c%d\t2026-09-10T10:00:00Z\tr%d\t%d\tq%d\n", $i, $i, 60 + $i * 7, $i % 3;
			print $m "r$i\t$name[$i]\tx\n";
			printf $p "%s\t2026-09-01\t2026-10-01\t%d\t%s\tq%d\tminute\n", $name[$i], ($i % 5 - 1) * 1001 + 7, $currency, $i % 3;
		}' "$currency"
	cs-chargeback -q --journal --costs costs.tsv --map map.tsv contacts.tsv >names.journal
	cs-chargeback -q --postings --costs costs.tsv --map map.tsv contacts.tsv >names.tsv
	balances names.journal theirs
	ours names.tsv want
	same theirs want "names of all kinds, in $currency"
done
