/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decisions as people write them: what is read, and what is refused at which line. */
#include "charge/decision.h"

#include "../tap.h"
#include "base/civil.h"

static const char whole[] = "# fees\n"
			    "[vat]\n"
			    "decided_at = 2026-01-01\n"
			    "parent = invoice\n"
			    "\n"
			    "[late_fee]\n"
			    "unit = Billing\n"
			    "decided_at = 2026-03-02\n"
			    "until = 2026-09-01T00:00:00+02:00\n"
			    "reasons = late_fee,\n"
			    "\tfee dispute\n"
			    "parent = payment\n"
			    "baseline = untouched\n"
			    "baseline_from = 2025-03-02\n"
			    "touched = plan = 'basic'\n"
			    "untouched = plan <> 'basic'\n"
			    "charges = fee\n"
			    "lag = 2w\n";

static void
test_read(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_zone *zone = cs_zone_get(CS_STR("Europe/Berlin"), &e);
	struct cs_decision d = {.id = CS_STR_INIT("late_fee")};
	struct cs_decision other = {.id = CS_STR_INIT("vat")};

	is_int(cs_decision_parse(&d, &a, zone, "d.ini", cs_str_z(whole), &e), 0, "%s", e.msg);
	is_slice(d.unit, "Billing", "unit");
	is_slice(d.charges, "fee", "charges");
	is_int(
	    d.from, cs_civil_days(2026, 3, 2) * 86400000000 - 3600000000, "its day begins there");
	is_int(d.until, cs_civil_days(2026, 9, 1) * 86400000000 - 7200000000, "an instant");
	is_int(d.baseline_from, cs_civil_days(2025, 3, 2) * 86400000000 - 3600000000, "from");
	is_int((int64_t)d.nreason, 2, "two reasons");
	is_slice(d.reason[0], "late_fee", "the first");
	is_slice(d.reason[1], "fee dispute", "the second, on a line of its own");
	is_int((int64_t)d.nparent, 1, "one parent");
	is_slice(d.parent[0], "payment", "it");
	ok(d.baseline == CS_BASELINE_UNTOUCHED && d.season == CS_SEASON_ANY, "baseline");
	is_slice(d.touched, "plan = 'basic'", "touched");
	is_slice(d.untouched, "plan <> 'basic'", "untouched");
	is_int(d.lag_days, 14, "lag");
	is_int(d.line, 6, "its line");
	is_int(cs_decision_parse(&other, &a, zone, "d.ini", cs_str_z(whole), &e), 0, "another");
	is_slice(other.charges, "vat", "charges are called as it is");
	ok(other.until == CS_INSTANT_MAX && other.baseline_from == CS_INSTANT_MIN &&
		other.baseline == CS_BASELINE_SEASONAL && other.lag_days == 0 && other.unit.n == 0,
	    "what is not said");
	cs_arena_finish(&a);
}

static const struct {
	const char *text, *msg;
} bad[] = {
    {"", "d.ini: there is no decision 'fee'"},
    {"decided_at = 2026-03-02\n", "d.ini:1: stands before the first decision: [late_fee]"},
    {"[fee]\n\nwhat\n", "d.ini:3: 'what' is not key = value"},
    {"[fee]\nwho = me\n", "d.ini:2: 'who' is no key of a decision"},
    {"[fee]\nunit =\n", "d.ini:2: unit has no value"},
    {"[fee]\nunit = a\nunit = b\n", "d.ini:3: unit is there twice"},
    {"[fee]\ndecided_at = \\N\n",
	"d.ini:2: decided_at: '\\N' is neither a day (2026-03-02) nor an instant"},
    {"[fee]\nlag = -1d\n", "d.ini:2: lag: '-1d' is not whole days: 14d"},
    {"[fee]\nlag = 36h\n", "d.ini:2: lag: '36h' is not whole days: 14d"},
    {"[fee]\nlag = 2y\n", "d.ini:2: lag: '2y' is not whole days: 14d"},
    {"[fee]\nreasons = a, ,b\n", "d.ini:2: reasons: there is nothing between two commas"},
    {"[x]\nreasons = a\n[fee]\n", "d.ini:1: [x] has no decided_at"},
    {"[fee]\ndecided_at = 2026-03-02\nreasons = a\n[fee]\ndecided_at = 2026-03-02\nreasons = a\n",
	"d.ini:4: [fee] is there twice, in line 1 too"},
};

static void
test_bad(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_err e = CS_ERR_INIT;
		struct cs_decision d = {.id = CS_STR_INIT("fee")};

		is_int(cs_decision_parse(&d, &a, NULL, "d.ini", cs_str_z(bad[i].text), &e), -1,
		    "refused: %s", bad[i].msg);
		is_str(e.msg, bad[i].msg, "and why");
		is_int(e.status, CS_EXIT_USAGE, "it is the user's");
		is_int(cs_decision_parse(&d, &a, NULL, "d.ini", cs_str_z(bad[i].text), NULL), -1,
		    "also where nobody asks");
		cs_arena_finish(&a);
	}
}

int
main(void)
{
	test_read();
	test_bad();
	return done();
}
