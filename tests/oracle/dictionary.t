#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Every metric of the dictionary against SQL that says the same in its own words: SQLite, and DuckDB
# where it is installed (CS_NODE_MODULES), over random rows with NULL in every column and over a
# made-up company. A metric that has neither SQL here nor a test elsewhere is a failure.
use strict;
use warnings;
use File::Temp qw(tempdir);
use POSIX qw(strftime);
use Test::More;

require './tests/contacts.pl';
require './tests/dictionary.pl';

my $dir = tempdir(CLEANUP => 1);
my $as_of = 1792368000; # 2026-10-19, behind all rows

sub instant {
	return strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $_[0]);
}

# ---- SQL ----------------------------------------------------------------------------------------
# Each gives a select of g (the group) and v (the value) from c. Instants are seconds, conditions 0
# and 1.

my $duck = 0; # whose SQL is written

my $first = 'coalesce(leg, 1) = 1';
my $to_us = "coalesce(direction, '') not in ('outbound', 'internal')";
my $handled = "disposition = 'answered'";
my $taken = "($handled and $to_us)";
my $abandoned = "(disposition = 'abandoned' and $to_us)";
my $inbound = "(disposition <> '' and $to_us)";
my $queued = "(disposition not in ('full', 'closed', 'blocked', 'failed', 'vru') and $to_us)";
my $offered = "($queued and disposition <> 'open')";
my $chosen = "(disposition in ('callback', 'key') and $to_us)";
my $slow = "(disposition in ('timeout', 'empty', 'withdrawn') and $to_us)";
my $out = "(disposition in ('timeout', 'empty', 'withdrawn', 'callback', 'key', 'voicemail') and $to_us)";
my $passed = "transfer in ('blind', 'attended')";
my $eligible = "($first and $handled)";
my $asked = "($first and survey_sent_at is not null)";

sub plain {
	my ($value) = @_;
	return sub { "select g, ($value) v from c group by g" };
}

sub share_of {
	my ($cond, $of) = @_;
	return "avg(case when ($of) then case when ($cond) then 1.0 when not ($cond) then 0.0 end end)";
}

sub share { return plain(share_of(@_)) }
sub count { return plain("sum(case when ($_[0]) then 1 else 0 end)") }
sub sum { return plain("sum(case when ($_[1]) then $_[0] end)") }
sub mean { return plain("avg(case when ($_[1]) then 1.0 * ($_[0]) end)") }
sub distinct { return plain("count(distinct case when ($_[1]) then $_[0] end)") }

sub ratio {
	my ($x, $y) = @_;
	return plain("1.0 * ($x) / nullif($y, 0)");
}

# The ceil(n p / 100)-th smallest of column v of a select.
sub rank {
	my ($from, $p) = @_;
	return "select g, quantile_disc(v, $p / 100.0) v from ($from) s where v is not null group by g" if $duck;
	return "select g, max(v) v from (select g, v, row_number() over (partition by g order by v) k, " .
	    "count(*) over (partition by g) n from ($from) s where v is not null) r " .
	    "where k = (n * $p + 99) / 100 group by g";
}

# mean p50 p90 p95 p99 max of a select's v.
sub figure {
	my ($which, $from) = @_;
	return rank($from, $1) if $which =~ /^p(\d+)$/;
	my %of = (mean => 'avg(1.0 * v)', max => 'max(v)', sum => 'sum(v)');
	return "select g, $of{$which} v from ($from) s group by g";
}

sub rows_of {
	my ($value, $of) = @_;
	return "select g, ($value) v from c where ($of)";
}

# One value for each key.
sub keyed {
	my ($value, $key, $of) = @_;
	return "select g, ($value) v from c where $key is not null and ($of) group by g, $key";
}

sub per {
	my ($outer, @keyed) = @_;
	return sub { "select g, ($outer) v from (" . keyed(@keyed) . ") s group by g" };
}

my $v_share = 'avg(case when v then 1.0 when not v then 0.0 end)';
my %sql;
my @figures = qw(mean p50 p90 p95 p99 max);

sub family {
	my ($name, $from, @figure) = @_;
	for my $which (@figure ? @figure : @figures) {
		$sql{"${which}_$name"} = sub { figure($which, ref $from ? $from->() : $from) };
	}
}

# Contacts.
$sql{contacts} = count($first);
$sql{answered} = count("$first and $handled");
$sql{handled_legs} = count($handled);
$sql{queued} = count($queued);
$sql{offered} = count($offered);
$sql{abandoned} = count($abandoned);
$sql{flowed_out} = count($out);
$sql{answered_in} = count("$taken and wait_s <= 20");
$sql{"out_$_"} = share("disposition = '$_'", $inbound)
    for qw(timeout key callback voicemail empty withdrawn full closed blocked failed vru);
$sql{agents} = distinct('agent_id', $handled);
$sql{handled_per_agent} = ratio("sum(case when $handled then 1 end)", "count(distinct case when $handled then agent_id end)");
$sql{handled_per_hour} = ratio("3600 * sum(case when $handled then 1 else 0 end)", "sum(case when $handled then handle_s end)");
$sql{customers} = distinct('customer_id', $first);
$sql{contacts_per_customer} = ratio("count(case when $first then customer_id end)", "count(distinct case when $first then customer_id end)");

# Answered and given up.
$sql{answered_share} = share($handled, $queued);
$sql{answered_share_nokey} = share($handled, "$queued and not $chosen");
$sql{ab_all} = share($abandoned, $queued);
$sql{$_} = share($abandoned, "$taken or $abandoned and wait_s > 5") for qw(ab_long ab_target);
$sql{ab_short} = share("$abandoned and wait_s <= 5", $queued);
$sql{ab_within} = share("$abandoned and wait_s <= 20", $queued);
$sql{ab_handled} = share($abandoned, "$taken or $abandoned");
$sql{ab_flow} = share("$abandoned or $slow", "$taken or $abandoned or $slow");
$sql{flow_share} = share($slow, $queued);
$sql{drop_answered} = ratio("sum(case when $abandoned then 1 else 0 end)", "sum(case when $taken then 1 else 0 end)");
family('abandon_wait', rows_of('wait_s', $abandoned));

# Service level.
my $in_time = "$taken and wait_s <= 20";
my $late = "($abandoned and wait_s > 20)";
my $long = "($abandoned and wait_s > 5)";
$sql{sl_offered} = $sql{sl_target} = share($in_time, $queued);
$sql{sl_answered} = share('wait_s <= 20', $taken);
$sql{sl_positive} = share('wait_s <= 20', "$taken or $abandoned");
$sql{sl_ignore} = share($in_time, "$taken or $late");
$sql{sl_removed} = share("($taken or $abandoned or $chosen) and wait_s <= 20", $queued);
$sql{sl_ast2} = share("($taken or $abandoned or $slow) and wait_s <= 20", "$taken or $abandoned or $slow");
$sql{sl_noshort} = share($in_time, "$taken or $long");
$sql{sl_negative} = share($in_time, "$taken or $abandoned");
$sql{sl_noshort_flow} = share($in_time, "$taken or $out or $long");
$sql{sl_inbound_noshort} = share($in_time, "$inbound and (not ($abandoned) or wait_s > 5)");
$sql{sl_inbound} = share($in_time, $inbound);
$sql{sl_customer} = share("$taken and answered_at - started_at <= 20", $queued);

# Waiting and work.
$sql{asa} = mean('wait_s', $taken);
$sql{asa_offered} = mean('wait_s', $offered);
$sql{asa_flow} = mean('wait_s', "$taken or $abandoned or $slow");
family('answer_wait', rows_of('wait_s', $taken), qw(p50 p90 p95 p99 max));
family('customer_wait', rows_of('answered_at - started_at', "$first and $taken"));
$sql{wait_over} = share('wait_s > 60', $queued);
for my $x (qw(wait talk hold wrap handle ring ivr)) {
	family($x, rows_of("${x}_s", '1 = 1'), @figures, 'sum');
}
$sql{aht} = mean('handle_s', $handled);
family('contact_handle', sub { keyed('sum(handle_s)', 'contact_id', '1 = 1') });
$sql{short_talk} = share('talk_s <= 5', $handled);

# Replies and solutions.
my %ticket = (first_reply => 'first_reply_at - started_at', full_solution => 'solved_at - started_at',
    next_reply => 'next_reply_s', requester_wait => 'requester_wait_s', agent_wait => 'agent_wait_s');
for my $x (sort keys %ticket) {
	family($x, rows_of($ticket{$x}, $first), qw(mean p50 p90 p95));
	$sql{"${x}_within"} = share("$ticket{$x} <= 14400", $first);
}
$sql{first_reply_kept} = share("case when first_reply_at is not null and started_at is not null then first_reply_at - started_at <= 14400 " .
    "when coalesce(solved_at, $as_of) - started_at > 14400 then 1 = 0 end", $first);
$sql{full_solution_kept} = share("case when solved_at is not null and started_at is not null then solved_at - started_at <= 259200 " .
    "when $as_of - started_at > 259200 then 1 = 0 end", $first);

$sql{first_reply_target} = $sql{first_reply_kept};
$sql{full_solution_target} = $sql{full_solution_kept};

# Transfers, holds, offers.
$sql{transfer_share} = share($passed, $handled);
$sql{transfer_blind_share} = share("transfer = 'blind'", $handled);
$sql{transfer_attended_share} = share("transfer = 'attended'", $handled);
$sql{transfers} = count("$handled and $passed");
$sql{transferred_share} = per($v_share, "sum(case when $passed then 1 else 0 end) > 0", 'contact_id', $handled);
$sql{misrouted} = share("$passed and talk_s <= 30", $handled);
$sql{misrouted_of_transfers} = share('talk_s <= 30', "$handled and $passed");
$sql{legs_per_contact} = per('avg(1.0 * v)', 'count(*)', 'contact_id', '1 = 1');
$sql{hands_per_contact} = per('avg(1.0 * v)', "sum(case when $handled then 1 else 0 end)", 'contact_id', '1 = 1');
$sql{missed_offers} = sum('missed_n', '1 = 1');
$sql{missed_offer_share} = share('missed_n > 0', $queued);
$sql{"hangup_$_"} = share("ended_by = '$_'", $handled) for qw(customer agent system);
$sql{hold_share} = share('hold_s > 0', $handled);
$sql{hold_n_mean} = mean('hold_n', $handled);
$sql{held_mean} = mean('hold_s', "$handled and hold_s > 0");
$sql{hold_time_share} = ratio('sum(case when handle_s is not null then hold_s end)', 'sum(case when hold_s is not null then handle_s end)');

# Solved.
my $solved = "$first and solved_at is not null";
$sql{reopened_share} = share('reopened_n > 0', $first);
$sql{reopens} = sum('reopened_n', $first);
$sql{reopens_mean} = mean('reopened_n', $first);
$sql{replies_mean} = mean('replies_n', $first);
$sql{one_touch_share} = share('replies_n <= 1', $solved);
$sql{two_touch_share} = share('replies_n = 2', $solved);
$sql{multi_touch_share} = share('replies_n > 2', $solved);
$sql{fcr_ticket} = share('replies_n = 1 and solved_at is not null', "$first and replies_n is not null");
$sql{closed_within} = mean('case when closed_at is not null and started_at is not null then case when closed_at - started_at <= 900 then 1 else 0 end when started_at is not null then 0 end', $first);
for my $who (qw(survey agent)) {
	my $by = 'solved_' . ($who eq 'survey' ? 'customer' : 'agent');
	$sql{"fcr_$who"} = per($v_share, "case when count($by) > 0 then count(*) = 1 and sum($by) = 1 end", 'issue_id', $first);
}
$sql{one_contact_share} = per($v_share, 'count(*) = 1', 'issue_id', $first);
$sql{fcr_issue} = ratio("count(distinct case when $first then issue_id end)", "count(case when $first then issue_id end)");
$sql{issues} = distinct('issue_id', '1 = 1');
$sql{issues_solved_share} = per($v_share, 'count(solved_at) > 0', 'issue_id', '1 = 1');
$sql{contacts_per_issue} = ratio("count(case when $first then issue_id end)", "count(distinct case when $first then issue_id end)");
$sql{legs_per_issue} = ratio('count(issue_id)', 'count(distinct issue_id)');
$sql{hands_per_issue} = per('avg(1.0 * v)', 'count(distinct agent_id)', 'issue_id', '1 = 1');
$sql{channels_per_issue} = per('avg(1.0 * v)', 'count(distinct channel)', 'issue_id', '1 = 1');
$sql{crossed_share} = per($v_share, 'count(distinct channel) > 1', 'issue_id', '1 = 1');
family('issue_time', sub { keyed("case when count(case when ended_at is null or disposition = 'open' then 1 end) = 0 then max(ended_at) - min(started_at) end", 'issue_id', '1 = 1') });
family('issue_handle', sub { keyed('sum(handle_s)', 'issue_id', '1 = 1') });
$sql{"solved_${_}_share"} = mean("solved_$_", $first) for qw(agent customer);

# Cost.
$sql{cost_mean} = mean('cost', '1 = 1');
$sql{cost_total} = sum('cost', '1 = 1');
$sql{credit_total} = sum('credit', '1 = 1');
$sql{cost_per_contact} = per('avg(1.0 * v)', 'sum(cost)', 'contact_id', '1 = 1');
$sql{cost_per_issue} = per('avg(1.0 * v)', 'sum(cost)', 'issue_id', '1 = 1');
$sql{cost_per_handled} = ratio('sum(cost)', "sum(case when $first and $handled then 1 else 0 end)");
$sql{cost_per_inbound} = ratio('sum(cost)', "sum(case when $first and $inbound then 1 else 0 end)");
$sql{cost_per_solved} = ratio('sum(cost)', "count(case when $first then solved_at end)");
$sql{"cost_per_solved_$_"} = ratio('sum(cost)', "sum(case when $first and solved_$_ = 1 then 1 else 0 end)") for qw(agent customer);
$sql{cost_per_solved_issue} = ratio('sum(cost)', 'count(distinct case when solved_at is not null then issue_id end)');
$sql{credit_share} = mean('case when credit > 0 then 1 else 0 end', $first);
$sql{credit_per_contact} = ratio('sum(credit)', "sum(case when $first then 1 else 0 end)");

# Satisfaction.
$sql{csat_top1} = share('csat = 5', $first);
$sql{csat_top2} = share('csat >= 4', $first);
$sql{csat_low_share} = share('csat <= 2', $first);
$sql{csat_mean} = mean('csat', $first);
$sql{csat_of_max} = plain("avg(case when $first then csat / 5.0 end)");
$sql{csat_net} = plain("avg(case when $first then case when csat >= 4 then 1.0 when csat <= 3 then -1.0 end end)");
$sql{csat_answers} = count("$first and csat is not null");
for ([worst => $eligible, 0, 0], [best => $eligible, 1, 10], [sent_worst => $asked, 0, 0], [sent_best => $asked, 1, 10]) {
	my ($name, $of, $content, $score) = @$_;
	$sql{"csat_top2_$name"} = mean("case when csat is null then $content when csat >= 4 then 1 else 0 end", $of);
	$sql{"nps_$name"} = plain("100 * avg(case when $of then case when coalesce(nps, $score) >= 9 then 1.0 when coalesce(nps, $score) <= 6 then -1.0 else 0 end end)");
}
$sql{nps} = plain("100 * avg(case when $first then case when nps >= 9 then 1.0 when nps <= 6 then -1.0 when nps is not null then 0 end end)");
$sql{nps_promoters} = share('nps > 8', $first);
$sql{nps_passives} = share('nps in (7, 8)', $first);
$sql{nps_detractors} = share('nps < 7', $first);
$sql{nps_answers} = count("$first and nps is not null");
$sql{nps_response_rate} = share('nps is not null', $asked);
$sql{ces_mean} = mean('ces', $first);
$sql{ces_easy_share} = share('ces >= 5', $first);
$sql{ces_net} = plain("avg(case when $first then case when ces >= 5 then 1.0 when ces <= 4 then -1.0 end end)");
$sql{response_rate} = share('survey_answered_at is not null', $asked);
$sql{survey_sent_share} = share('survey_sent_at is not null', $first);
$sql{survey_eligible} = count($eligible);
$sql{survey_sent} = count($asked);
$sql{survey_answered} = count("$first and survey_answered_at is not null");
$sql{survey_reach} = share('survey_sent_at is not null', $eligible);
$sql{rated_share} = share('csat is not null', $first);
$sql{identified_share} = share('customer_id is not null', $first);
$sql{sent_negative_share} = share("sent_label = 'negative'", $first);
$sql{sent_positive_share} = share("sent_label = 'positive'", $first);
$sql{sent_mean} = mean('sent_score', $first);

# Open work, as of an instant behind all others.
my $done = 'coalesce(solved_at, closed_at)';
my $open = "$first and started_at is not null and $done is null";
$sql{opened} = count("$first and started_at is not null");
$sql{solved} = count("$first and started_at is not null and $done is not null");
$sql{net_change} = $sql{backlog} = count($open);
family('age', rows_of("$as_of - started_at", $open), qw(mean p50 p90 max));
$sql{"backlog_age_$_"} = delete $sql{"${_}_age"} for qw(mean p50 p90);
$sql{backlog_oldest} = delete $sql{max_age};
$sql{backlog_older} = count("$open and started_at <= $as_of - 172800");
$sql{untouched} = count("$open and first_reply_at is null and started_at <= $as_of - 86400");

# Agents' time, over records of states.
my %state;
my $lasted = 'ended_at - started_at';
my $at_contacts = "state in ('ready', 'contact', 'wrap')";

sub spent { return "coalesce(sum(case when $_[0] then $lasted end), 0)" }
$state{"${_}_time"} = plain(spent("state = '$_'")) for qw(ready contact pause training);
$state{logged_in_time} = plain(spent("state <> 'out'"));
$state{handling_time} = plain(spent("state in ('contact', 'wrap')"));
$state{available_time} = plain(spent($at_contacts));
$state{recorded_time} = plain(spent('state is not null'));
$state{occ_ready} = ratio(spent("state in ('contact', 'wrap')"), spent($at_contacts));
$state{occ_busy} = ratio(spent("state not in ('out', 'ready')"), spent("state <> 'out'"));
$state{util_paid} = ratio(spent($at_contacts), spent("state <> 'out'"));
$state{util_recorded} = ratio(spent($at_contacts), spent('state is not null'));

# What is no SQL of one pass, and the tests that look at it.
my @elsewhere = (
	[qr/^repeat/, 'tests/prop/brute.t'],
	[qr/^(fixed_)?(chain|contacts_per_need|added_handle)/, 'tests/unit/repeats.c'],
	[qr/_business|business_/, 'tests/prop/business.t'],
	[qr/^(scheduled|worked|adherent|adherence|conformance)$/, 'tests/prop/stretches.t'],
	[qr/^nps_margin$/, 'tests/unit/cell.c'],
	[qr/_approx$/, 'tests/prop/distinct.t'],
);

my %known = (%sql, %state);
for my $name (entries()) {
	my ($there) = grep { $name =~ $_->[0] } @elsewhere;
	if (delete $known{$name}) {
		pass("$name has SQL");
	} else {
		ok($there && -f $there->[1], "$name is looked at in " . ($there ? $there->[1] : 'no test'));
	}
}
is(join(' ', sort keys %known), '', 'all SQL is of metrics that there are');

# ---- rows ---------------------------------------------------------------------------------------

my @column = qw(contact_id leg issue_id customer_id agent_id queue channel direction started_at
    answered_at ended_at first_reply_at solved_at closed_at ivr_s wait_s ring_s talk_s hold_s wrap_s
    handle_s hold_n missed_n replies_n reopened_n disposition ended_by transfer solved_agent
    solved_customer survey_sent_at survey_answered_at csat nps ces cost credit sent_label sent_score
    next_reply_s requester_wait_s agent_wait_s);

sub contact_row {
	my ($i) = @_;
	my @end = (('answered') x 9, ('abandoned') x 4, qw(timeout callback key voicemail empty withdrawn open full closed blocked failed vru));
	my $end = $end[below(scalar @end)];
	my $at = 1772409600 + below(40 * 86400);
	my ($wait, $talk) = (below(4) == 0 ? below(200) : below(30), below(5) == 0 ? below(40) : below(900));
	my $sent = below(2);
	my $later = sub { maybe($_[0], instant($at + below($_[1]))) };
	return map { maybe(12, $_) } (
		'c' . ($i - (below(5) == 0 ? below(4) : 0)), below(3) ? 1 : 1 + below(3), 'i' . below(120), 'k' . below(90),
		'a' . below(7), (qw(billing support sales))[below(3)], (qw(phone phone email chat))[below(4)], (('inbound') x 6, 'outbound', 'internal')[below(8)],
		instant($at), $later->(3, 300), $later->(9, 4000), $later->(3, 30000), $later->(2, 500000), $later->(2, 4000),
		below(40), $wait, below(9), $talk, (below(3) ? 0 : below(90)), below(60), $talk + below(90), below(4), below(3), below(5),
		(below(4) ? 0 : 1 + below(3)), $end, (qw(customer agent system))[below(3)], (qw(none none blind attended))[below(4)],
		(qw(t f))[below(2)], (qw(t f))[below(2)], $sent ? instant($at + 5000) : '\N', $sent && below(2) ? instant($at + 9000) : '\N',
		$sent && below(3) ? 1 + below(5) : '\N', $sent && below(3) ? below(11) : '\N', $sent && below(3) ? 1 + below(7) : '\N',
		below(900) / 100, below(3) ? '\N' : below(500) / 100, (qw(negative neutral positive))[below(3)], (below(201) - 100) / 100,
		below(9000), below(90000), below(9000));
}

sub state_row {
	my $at = 1772409600 + below(10 * 86400);
	return ('a' . below(7), maybe(9, (qw(ready contact wrap pause training out))[below(6)]),
	    maybe(12, instant($at)), instant($at + below(4000)));
}

# A file as cs-kpi reads it, and as SQL does: instants in seconds, t and f as 1 and 0.
sub write_rows {
	my ($name, $head, @row) = @_;
	open my $f, '>', "$dir/$name.tsv" or die;
	print $f map { join("\t", @$_) . "\n" } $head, @row or die;
	close $f or die;
}

sub epoch {
	my ($s) = @_;
	$s =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)Z$/ or return $s;
	return POSIX::mktime($6, $5, $4, $3, $2 - 1, $1 - 1900);
}

sub for_sql {
	my ($name) = @_;
	open my $in, '<', "$dir/$name.tsv" or die;
	chomp(my $head = <$in>);
	my @name = split /\t/, $head;
	my %known = map { $_ => 1 } @column, 'state';
	my @keep = grep { $known{$name[$_]} } 0 .. $#name;
	@name = @name[@keep];
	my %have = map { $_ => 1 } @name;
	push @name, my @absent = grep { !$have{$_} } @column, 'state';
	$head = join "\t", @name;
	my %at = map { $name[$_] => $_ } 0 .. $#name;
	my @text = map { /_id$|^(queue|channel|direction|disposition|ended_by|transfer|sent_label|state)$/ ? 1 : 0 } @name;
	my $sql = "create table t($head" =~ s/\t/,/gr . ");begin;\n";
	open my $tsv, '>', "$dir/$name.duck" or die;
	print $tsv "$head\n";
	while (<$in>) {
		chomp;
		my @cell = ((split /\t/, $_, -1)[@keep], ('\N') x @absent);
		for my $i (0 .. $#cell) {
			$cell[$i] = epoch($cell[$i]) if $name[$i] =~ /_at$/;
			$cell[$i] = $cell[$i] eq 't' ? 1 : 0 if $name[$i] =~ /^solved_(agent|customer)$/ && $cell[$i] ne '\N';
		}
		# What a source only says the parts of is their sum.
		my @part = @cell[@at{qw(talk_s hold_s wrap_s)}];
		$part[1] = 0 if $part[1] eq '\N';
		$cell[$at{handle_s}] = $part[0] + $part[1] + $part[2] if !$have{handle_s} && !grep { $_ eq '\N' } @part;
		print $tsv join("\t", @cell) . "\n";
		$sql .= 'insert into t values(' . join(',', map {
			$cell[$_] eq '\N' ? 'null' : $text[$_] ? "'" . $cell[$_] =~ s/'/''/gr . "'" : $cell[$_] } 0 .. $#cell) . ");\n";
	}
	open my $f, '>', "$dir/$name.sql" or die;
	print $f $sql, "commit;\n" or die;
	return join ', ', map { "'$name[$_]': '" . ($text[$_] ? 'VARCHAR' : $name[$_] =~ /^(cost|credit|sent_score)$/ ? 'DOUBLE' : 'BIGINT') . "'" } 0 .. $#name;
}

# ---- asking -------------------------------------------------------------------------------------

sub same {
	my ($got, $want) = @_;
	return $got eq '\N' if $want eq '\N' || $want eq '';
	return 0 if $got eq '\N';
	my $digits = $got =~ /\.(\d+)/ ? length $1 : 0;
	return abs($got - $want) <= ($digits ? 0.51 * 10 ** -$digits : 0) + 1e-9 * abs($want);
}

# {metric}{group} => value
sub kpi {
	my ($file, $by, @name) = @_;
	my ($head, @row) = split /\n/, `cs-kpi -q --as-of @{[instant($as_of)]} $by -m '@{[join ',', @name]}' $dir/$file.tsv 2>&1`;
	is($?, 0, "cs-kpi $by") or diag($head);
	my @col = split /\t/, $head;
	my %of;
	for (@row) {
		my @cell = split /\t/, $_, -1;
		$of{$col[$_]}{$by ne '' ? $cell[0] : 'all'} = $cell[$_] for 0 .. $#col;
	}
	return \%of;
}

sub ask_sql {
	my ($file, $types, $g, $of, @name) = @_;
	my $with = "with c as (select $g g, t.* from " . ($duck ? "read_csv('$dir/$file.duck', delim = '\t', header = true, " .
	    "nullstr = '\\N', quote = '', escape = '', columns = {$types}) t" : 't') . ')';
	my $sql = join ' union all ', map { "select '$_' m, g, v from (" . $of->{$_}->() . ') q' } @name;
	my $text;
	if ($duck) {
		open my $f, '-|', 'node', 'tests/bench/duck.mjs', 1, "$with $sql" or die;
		local $/;
		$text = <$f>;
		close $f;
	} else {
		open my $f, '>', "$dir/ask.sql" or die;
		print $f ".read $dir/$file.sql\n.mode tabs\n.nullvalue NULL\n$with $sql;\n";
		close $f or die;
		$text = `sqlite3 :memory: <$dir/ask.sql`;
	}
	is($?, 0, ($duck ? 'DuckDB' : 'SQLite') . ' answers');
	my %of;
	for (split /\n/, $text) {
		my ($m, $group, $v) = split /\t/, $_, -1;
		$of{$m}{$group} = $v eq 'NULL' ? '\N' : $v;
	}
	return \%of;
}

sub compare {
	my ($what, $file, $of, @name) = @_;
	my $types = for_sql($file);
	for (['', "'all'"], ['--by agent', "coalesce(agent_id, '\\N')"]) {
		my ($by, $g) = @$_;
		my $got = kpi($file, $by, @name);
		for my $engine (grep { defined } @main::engine) {
			$duck = $engine eq 'DuckDB';
			my $want = ask_sql($file, $types, $g, $of, @name);
			for my $m (@name) {
				my @bad = grep { !same($got->{$m}{$_}, $want->{$m}{$_} // '\N') } sort keys %{$got->{$m}};
				ok($got->{$m} && !@bad, "$engine: $m $by ($what)") or
				    diag("$bad[0]: $got->{$m}{$bad[0]}, SQL " . ($want->{$m}{$bad[0]} // '\N'));
			}
		}
	}
}

$ENV{TZ} = 'UTC';
$ENV{CS_NODE_MODULES} //= 'build/node_modules';
our @engine;
push @engine, 'SQLite' if grep { -x "$_/sqlite3" } split /:/, $ENV{PATH};
push @engine, 'DuckDB' if -d "$ENV{CS_NODE_MODULES}/\@duckdb/node-api";
fail('sqlite3 is missing') if !@engine && ($ENV{CS_REQUIRE} // '') eq 'all';
SKIP: {
	skip 'neither sqlite3 nor DuckDB is here', 1 if !@engine;
	for my $seed (1 .. 2) {
		srand $seed;
		write_rows('all', \@column, map { [contact_row($_)] } 1 .. 700 * $seed);
		compare("seed $seed", 'all', \%sql, sort keys %sql);
	}
	write_rows('states', [qw(agent_id state started_at ended_at)], map { [state_row()] } 1 .. 600);
	compare('states', 'states', \%state, sort keys %state);

	# The rows whose figures tests/cli/cs-kpi/dictionary.out has.
	is(system("cp testdata/desk.tsv $dir/desk.tsv"), 0, 'rows to count by hand');
	compare('desk', 'desk', \%sql, sort keys %sql);

	# A company, as far as it has the columns.
	is(system("cs-gen -q --rows 3000 --wide --records -o $dir/gen.tsv"), 0, 'cs-gen');
	my @there = grep { system("head -n 2 $dir/gen.tsv | cs-kpi -q --as-of @{[instant($as_of)]} -m $_ >/dev/null 2>&1") == 0 } 
	    grep { !/customer_wait|sl_customer/ } sort keys %sql; # here by the other clock: ivr_s + wait_s
	cmp_ok(scalar @there, '>', 80, scalar(@there) . ' metrics have their columns in a made-up company');
	compare('cs-gen', 'gen', \%sql, @there);
}
done_testing;
