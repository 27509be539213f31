/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contracts with outsourcers: what is read, what is refused with its line, what a month costs. */
#include "charge/contract.h"

#include "../tap.h"

static const char good[] = "# all of them\n"
			   "[vendor northwind]\n"
			   "currency = EUR\n"
			   "until = 2026-06-30\n"
			   "minute = 0.95\n"
			   "\n"
			   "[vendor northwind]\n"
			   "currency = EUR\n"
			   "from = 2026-07-01\n"
			   "minute = 0.90\n"
			   "contact = 0.05\n"
			   "solved = 6.20\n"
			   "kept = 40\n"
			   "month = 12000\n"
			   "sl = sl_offered(20)\n"
			   "target = 80%\n"
			   "malus = 2%\n"
			   "malus_point = 0.01\n"
			   "malus_most = 5%\n"
			   "bonus = 3%\n"
			   "bonus_point = 0.5%\n"
			   "first_s = 30\n"
			   "step_s = 6\n"
			   "minutes_least = 1000\n"
			   "contacts_least = 20\n"
			   "[vendor south wind]\n"
			   "currency = JPY\n"
			   "contact = 700\n";

static void
reads(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_contract *c = cs_contract_parse(&a, "c.ini", cs_str_z(good), &e);
	const struct cs_contract_terms *t;

	if (!ok(c != NULL, "contracts are read (%s)", e.msg))
		return;
	is_int(c->n, 3, "three of them");
	t = &c->terms[1];
	is_int(t->price[CS_PRICE_MINUTE], 900000, "prices are in millionths");
	is_int(t->target, 800000, "80%%");
	is_int(t->malus.flat, 20000, "2%%");
	is_int(t->malus.point, 10000, "0.01");
	is_int(t->malus.most, 50000, "5%%");
	is_int(t->bonus.flat, 30000, "3%%");
	is_int(t->bonus.point, 5000, "0.5%%");
	is_int(t->bonus.most, 1000000, "a bonus is bounded by the amount");
	ok(t->first_s == 30 && t->step_s == 6, "30/6");
	ok(c->terms[0].first_s == 1 && c->terms[0].step_s == 1, "to the second, unless it says");
	ok(t->minutes_least == 1000 && t->contacts_least == 20, "least volumes");
	ok(cs_str_eqz(t->sl, "sl_offered(20)"), "the formula as it is written");
	is_int(t->line, 7, "its line");
	is_int(c->terms[0].malus.most, 1000000, "a malus is bounded by the amount");
	/* 2026-06-30 is day 20634. */
	ok(cs_contract_on(c, CS_STR("northwind"), 20634) == &c->terms[0], "the last day");
	ok(cs_contract_on(c, CS_STR("northwind"), 20635) == &c->terms[1], "the day after");
	ok(cs_contract_on(c, CS_STR("south wind"), 0) == &c->terms[2], "open at both ends");
	ok(cs_contract_on(c, CS_STR("south"), 0) == NULL, "nobody of that name");
	cs_arena_finish(&a);
}

static void
refuses(void)
{
	static const struct {
		const char *text, *want;
	} t[] = {
	    {"", "c.ini: no [vendor NAME] is in there"},
	    {"minute = 1\n", "c.ini:1: stands before the first [vendor NAME]"},
	    {"[vendor ]\n", "c.ini:1: [vendor] is no section of contracts"},
	    {"[seller x]\n", "c.ini:1: [seller x] is no section of contracts"},
	    {"[vendor x]\nminutes = 1\n", "c.ini:2: 'minutes' is no key of a contract"},
	    {"[vendor x]\nminute\n", "c.ini:2: 'minute' is not key = value"},
	    {"[vendor x]\nminute =\n", "c.ini:2: minute has no value"},
	    {"[vendor x]\nminute = 1\nminute = 1\n", "c.ini:3: minute is there twice"},
	    {"[vendor x]\nminute = 1,5\n", "c.ini:2: minute: '1,5' is no price: 0.95, below "
					   "9223372036854, at most 6 digits behind the point"},
	    {"[vendor x]\nminute = 0.0000001\n",
		"c.ini:2: minute: '0.0000001' is no price: 0.95, below 9223372036854, at most 6 "
		"digits behind the point"},
	    {"[vendor x]\ncurrency = EURO\n", "c.ini:2: 'EURO' is no currency"},
	    {"[vendor x]\ntarget = 101%\n", "c.ini:2: target: '101%' is no share: 80% or 0.8"},
	    {"[vendor x]\ntarget = -1%\n", "c.ini:2: target: '-1%' is no share: 80% or 0.8"},
	    {"[vendor x]\nfrom = 2026-02-30\n",
		"c.ini:2: from: '2026-02-30' is no day: 2026-01-01"},
	    {"[vendor x]\nminute = 1\n", "c.ini:1: [vendor x] has no currency"},
	    {"[vendor x]\ncurrency = EUR\n", "c.ini:1: [vendor x] has no price"},
	    {"[vendor x]\ncurrency = EUR\nminute = 1\nfrom = 2026-02-02\nuntil = 2026-02-01\n",
		"c.ini:1: [vendor x] ends before it begins"},
	    {"[vendor x]\ncurrency = EUR\nminute = 1\nsl = sl_offered\n",
		"c.ini:1: [vendor x] has an sl, but no target for it"},
	    {"[vendor x]\ncurrency = EUR\nminute = 1\ntarget = 80%\n",
		"c.ini:1: [vendor x] has a target, but no sl that it is for"},
	    {"[vendor x]\ncurrency = EUR\nminute = 1\nmalus = 1%\n",
		"c.ini:1: [vendor x] has a malus, but no target"},
	    {"[vendor x]\ncurrency = EUR\nminute = 1\nbonus_point = 1%\n",
		"c.ini:1: [vendor x] has a bonus, but no target"},
	    {"[vendor x]\ncurrency = EUR\nminute = 1\nsl = a\ntarget = 1\nmalus = 0\n"
	     "bonus_most = 1%\n",
		"c.ini:1: [vendor x]: bonus_most bounds a bonus, and there is none"},
	    {"[vendor x]\ncurrency = EUR\ncontact = 1\nstep_s = 60\n",
		"c.ini:1: [vendor x] has step_s, but no price of a minute"},
	    {"[vendor x]\ncurrency = EUR\ncontact = 1\nminutes_least = 60\n",
		"c.ini:1: [vendor x] has minutes_least, but no price of a minute"},
	    {"[vendor x]\ncurrency = EUR\nminute = 1\ncontacts_least = 60\n",
		"c.ini:1: [vendor x] has contacts_least, but no price of a contact"},
	    {"[vendor x]\nstep_s = 0\n", "c.ini:2: step_s: '0' is no whole number from 1 to 86400"},
	    {"[vendor x]\nfirst_s = 86401\n",
		"c.ini:2: first_s: '86401' is no whole number from 1 to 86400"},
	    {"[vendor x]\nminutes_least = 1.5\n",
		"c.ini:2: minutes_least: '1.5' is no whole number from 1 to 1000000000"},
	    {"[vendor x]\ncontacts_least = 1000000001\n",
		"c.ini:2: contacts_least: '1000000001' is no whole number from 1 to 1000000000"},
	    {"[vendor x]\nminute = 1e18\n", "c.ini:2: minute: '1e18' is no price: 0.95, below "
					    "9223372036854, at most 6 digits behind the point"},
	    {"[vendor x]\nminute = 9223372036854.775808\n",
		"c.ini:2: minute: '9223372036854.775808' is no price: 0.95, below 9223372036854, "
		"at most 6 digits behind the point"},
	    {"[vendor x]\ncurrency = EUR\nminute = 1\nsl = a\ntarget = 1\nmalus_most = 1%\n",
		"c.ini:1: [vendor x]: malus_most bounds a malus, and there is none"},
	    {"[vendor x]\ncurrency = EUR\nminute = 1\nuntil = 2026-02-01\n[vendor x]\n"
	     "currency = EUR\nminute = 1\nfrom = 2026-02-01\n",
		"c.ini:5: [vendor x] holds at the same time as that of line 1"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_err e = CS_ERR_INIT;

		ok(cs_contract_parse(&a, "c.ini", cs_str_z(t[i].text), &e) == NULL &&
			e.status == CS_EXIT_USAGE,
		    "refused: %zu", i);
		is_str(e.msg, t[i].want, "says why");
		cs_arena_finish(&a);
	}
}

/* What a month comes to. */
static const struct {
	const char *about, *more;
	struct cs_contract_work w;
	long long gross, malus, outcome; /* -1: none */
	long long bonus;
} amount[] = {
    {"an empty month", "minute = 0.95\nmonth = 20\n", {.paid_s = 0}, 2000, 0, -1, 0},
    {"nothing costs nothing", "minute = 0\n", {.paid_s = 6000}, 0, 0, -1, 0},
    {"half a cent goes up", "contact = 0.005\n", {.contacts = 1}, 1, 0, -1, 0},
    {"also where it is given back", "contact = -0.005\n", {.contacts = 1}, -1, 0, -1, 0},
    {"legs that were passed on", "contact = 1\nleg = 0.10\n", {.contacts = 2, .legs = 5}, 250, 0,
	-1, 0},
    {"fewer minutes than agreed", "minute = 0.50\nminutes_least = 100\n", {.paid_s = 5999}, 5000, 0,
	-1, 0},
    {"more of them", "minute = 0.50\nminutes_least = 100\n", {.paid_s = 6060}, 5050, 0, -1, 0},
    {"fewer contacts than agreed", "contact = 2\ncontacts_least = 10\n", {.contacts = 3}, 2000, 0,
	-1, 0},
    {"by outcomes nobody looks at them", "contact = 2\ncontacts_least = 10\nsolved = 3\n",
	{.contacts = 3, .solved = 2}, 2000, 0, 600, 0},
    {"on target", "minute = 1\nsl = s\ntarget = 80%\nmalus = 2%\nbonus = 3%\n",
	{.paid_s = 6000, .sl_met = 80, .sl_of = 100}, 10000, 0, -1, 0},
    {"above it by a hair", "minute = 1\nsl = s\ntarget = 80%\nbonus = 3%\nbonus_point = 1%\n",
	{.paid_s = 6000, .sl_met = 800001, .sl_of = 1000000}, 10000, 0, -1, 300},
    {"above it by four points and a half",
	"minute = 1\nsl = s\ntarget = 80%\nbonus = 3%\nbonus_point = 1%\n",
	{.paid_s = 6000, .sl_met = 845, .sl_of = 1000}, 10000, 0, -1, 700},
    {"a bonus is bounded", "minute = 1\nsl = s\ntarget = 0%\nbonus_point = 1%\nbonus_most = 2.5%\n",
	{.paid_s = 6000, .sl_met = 1, .sl_of = 1}, 10000, 0, -1, 250},
    {"a malus that takes everything",
	"minute = 1\nsl = s\ntarget = 100%\n"
	"malus_point = 5%\n",
	{.paid_s = 6000, .sl_met = 0, .sl_of = 7}, 10000, 10000, -1, 0},
    {"of what is paid back there is none", "month = -10\nsl = s\ntarget = 80%\nmalus = 50%\n",
	{.sl_met = 0, .sl_of = 7}, -1000, 0, -1, 0},
    {"minutes", "minute = 0.95\n", {.paid_s = 90}, 143, 0, -1, 0}, /* 1.425 */
    {"a fraction of a cent is rounded once", "minute = 0.01\ncontact = 0.004\n",
	{.paid_s = 6, .contacts = 1}, 1, 0, -1, 0}, /* .001 + .004 = .005 */
    {"all prices", "minute = 1\ncontact = 2\nmonth = 100\nsolved = 5\nkept = 7\n",
	{.paid_s = 600, .contacts = 3, .solved = 2, .kept = 4}, 11600, 0, 13800, 0},
    {"what was solved is not known", "minute = 1\nsolved = 5\n", {.paid_s = 60, .solved = -1}, 100,
	0, -1, 0},
    {"met", "minute = 1\nsl = s\ntarget = 80%\nmalus = 2%\n",
	{.paid_s = 6000, .sl_met = 80, .sl_of = 100}, 10000, 0, -1, 0},
    {"missed by a hair", "minute = 1\nsl = s\ntarget = 80%\nmalus = 2%\nmalus_point = 1%\n",
	{.paid_s = 6000, .sl_met = 799999, .sl_of = 1000000}, 10000, 200, -1, 0},
    {"missed by two points and a half",
	"minute = 1\nsl = s\ntarget = 80%\nmalus = 2%\nmalus_point = 1%\n",
	{.paid_s = 6000, .sl_met = 775, .sl_of = 1000}, 10000, 400, -1, 0},
    {"missed by three points exactly", "minute = 1\nsl = s\ntarget = 80%\nmalus_point = 1%\n",
	{.paid_s = 6000, .sl_met = 77, .sl_of = 100}, 10000, 300, -1, 0},
    {"bounded",
	"minute = 1\nsl = s\ntarget = 80%\nmalus = 2%\nmalus_point = 1%\n"
	"malus_most = 3%\n",
	{.paid_s = 6000, .sl_met = 0, .sl_of = 100}, 10000, 300, -1, 0},
    {"nothing counts for it", "minute = 1\nsl = s\ntarget = 80%\nmalus = 2%\n", {.paid_s = 6000},
	10000, 0, -1, 0},
};

static void
costs(void)
{
	for (size_t i = 0; i < sizeof amount / sizeof *amount; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_err e = CS_ERR_INIT;
		const char *text =
		    cs_arena_printf(&a, "[vendor x]\ncurrency = EUR\n%s", amount[i].more);
		const struct cs_contract *c = cs_contract_parse(&a, "c", cs_str_z(text), &e);
		struct cs_contract_due due = {0};

		if (!ok(c != NULL && cs_contract_due(&c->terms[0], &amount[i].w, &due), "%s (%s)",
			amount[i].about, e.msg))
			continue;
		is_int(due.gross, amount[i].gross, "gross");
		is_int(due.malus, amount[i].malus, "malus");
		is_int(due.bonus, amount[i].bonus, "bonus");
		is_int(due.net, amount[i].gross - amount[i].malus + amount[i].bonus, "net");
		is_int(due.has_outcome ? (long long)due.outcome : -1, amount[i].outcome, "outcome");
		cs_arena_finish(&a);
	}
}

static void
beyond(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_contract *c = cs_contract_parse(
	    &a, "c", CS_STR("[vendor x]\ncurrency = EUR\ncontact = 9223372036854.775807\n"), &e);
	const struct cs_contract_work w = {.contacts = INT64_MAX};
	struct cs_contract_due due;

	ok(c != NULL && !cs_contract_due(&c->terms[0], &w, &due), "more than 128 bits is told");
	cs_arena_finish(&a);
}

int
main(void)
{
	reads();
	refuses();
	costs();
	beyond();
	return done();
}
