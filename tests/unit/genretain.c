/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Customers who stay or leave: over many lives, what happens is as often as the plan and what is
 * planted say, computed here from the figures of the truth and from what has happened before, not
 * from the thresholds of the life. Limits are 4.5 standard deviations of what chance alone does.
 * And rows: nothing behind the leaving, nothing before the joining.
 */
#include "intake/genretain.h"

#include <stdlib.h>

#include "../tap.h"
#include "base/mem.h"
#include "base/num.h"

enum { LIVES = 12000, DAYS = 730 };

static struct cs_gen *
company(uint64_t seed, const char *plants)
{
	struct cs_gen_plan plan = {.seed = seed,
	    .rows = 3 * LIVES,
	    .days = DAYS,
	    .start_day = cs_civil_days(2026, 1, 5),
	    .customers = LIVES,
	    .retain = true};
	struct cs_err e = CS_ERR_INIT;

	ok(cs_gen_plants(cs_str_z(plants), plan.plant, &e) == 0, "plants: %s", plants);
	return cs_gen_create(&plan);
}

/* How often something happened, and how often it should have: the sum of its chances. */
struct count {
	double x, chance, variance;
};

static void
add(struct count *t, bool did, double p)
{
	t->x += did;
	t->chance += p;
	t->variance += p * (1 - p);
}

static bool
agrees(const struct count *t)
{
	double off = t->x - t->chance;

	return off * off <= 4.5 * 4.5 * t->variance + 1;
}

static double
size(const struct cs_gen *g, enum cs_gen_plant p)
{
	return g->plan.plant[p] / 100.0;
}

/* What a life is known to be, from what was seen of it up to the evening before. */
struct seen {
	int32_t first_contact, solved, open_until, first_problem_until;
	bool kept;
};

static double
leaving(const struct cs_gen_life *l, const struct seen *s, int32_t day)
{
	const struct cs_gen *g = l->g;
	double p = cs_gen_tariffs[l->plan].leaves / 1e6;

	if (l->segment == 2 && s->first_contact < day)
		p *= 1 - size(g, CS_GEN_PLANT_CONTACT);
	if (s->solved < day)
		p *= 1 - size(g, CS_GEN_PLANT_SOLVED);
	if (s->kept)
		p *= 1 - size(g, CS_GEN_PLANT_TEAM);
	if (l->cooled < day)
		p *= 1 + size(g, CS_GEN_PLANT_COOLING);
	if (l->hidden)
		p *= 1 + size(g, CS_GEN_PLANT_HIDDEN);
	if (l->class != 1)
		p *= 1 + (l->class == 0 ? 1 : -1) * size(g, CS_GEN_PLANT_LOYAL);
	return p;
}

static double
contacting(const struct cs_gen_life *l, const struct seen *s, int32_t day)
{
	const struct cs_gen *g = l->g;
	double p = g->retain->contacts / 1e6;

	if (l->plan == 0)
		p *= 1 + size(g, CS_GEN_PLANT_SELECTION);
	if (l->plan == 2)
		p /= 1 + size(g, CS_GEN_PLANT_SELECTION);
	if (l->hidden)
		p *= 1 + size(g, CS_GEN_PLANT_HIDDEN);
	return p + (day <= s->open_until ? .06 : 0);
}

static double
buying(const struct cs_gen_life *l, const struct seen *s, int32_t day)
{
	const struct cs_gen *g = l->g;
	double p = .033 * cs_gen_tariffs[l->plan].buys / 1000.0 * l->own / 4;
	int year, month, of_month;

	cs_civil_of_days(g->plan.start_day + day, &year, &month, &of_month);
	p *= cs_gen_season[month - 1] / 1000.0;
	if (l->class != 1)
		p *= 1 + (l->class == 0 ? -1 : 1) * size(g, CS_GEN_PLANT_PROMOTERS);
	if (s->first_contact < day && day <= s->first_contact + 90)
		p *= 1 + size(g, CS_GEN_PLANT_PURCHASES);
	if (l->cooled < day)
		p /= 1 + size(g, CS_GEN_PLANT_COOLING);
	return p;
}

/* Counts by what acts on it: leaving by plan and state, contacts by plan, purchases by class. */
struct counts {
	struct count leave[3], helped, solved, kept, cooled, hidden, contact[3], again, buy[3],
	    boosted, cool_buy;
};

/* A day of a life, as it was; on the day of leaving the others are not looked at. */
static void
count_day(
    struct counts *n, const struct cs_gen_life *l, const struct seen *s, int32_t day, unsigned did)
{
	const bool left = (did & CS_GEN_DID_LEAVE) != 0;
	double p = leaving(l, s, day);

	add(&n->leave[l->plan], left, p);
	if (l->segment == 2 && s->first_contact < day)
		add(&n->helped, left, p);
	if (s->solved < day)
		add(&n->solved, left, p);
	if (s->kept)
		add(&n->kept, left, p);
	if (l->cooled < day)
		add(&n->cooled, left, p);
	if (l->hidden)
		add(&n->hidden, left, p);
	if (day < 0 || left)
		return;
	p = contacting(l, s, day);
	add(&n->contact[l->plan], (did & CS_GEN_DID_CONTACT) != 0, p);
	if (day <= s->open_until)
		add(&n->again, (did & CS_GEN_DID_CONTACT) != 0, p);
	p = buying(l, s, day);
	add(&n->buy[l->class], (did & CS_GEN_DID_BUY) != 0, p);
	if (s->first_contact < day && day <= s->first_contact + 90)
		add(&n->boosted, (did & CS_GEN_DID_BUY) != 0, p);
	if (l->cooled < day)
		add(&n->cool_buy, (did & CS_GEN_DID_BUY) != 0, p);
}

static void
count_life(struct counts *n, const struct cs_gen *g, uint64_t customer)
{
	struct seen s = {CS_GEN_NEVER, CS_GEN_NEVER, INT32_MIN, INT32_MIN, false};
	struct cs_gen_life l;
	int32_t day;
	bool more;

	cs_gen_life_start(g, customer, &l);
	day = l.joined + 1;
	do {
		more = cs_gen_life_next(&l);
		/* Days on which nothing happened. */
		for (; day < (more ? l.day : DAYS); day++)
			count_day(n, &l, &s, day, 0);
		if (!more)
			return;
		count_day(n, &l, &s, day++, l.did);
		if ((l.did & CS_GEN_DID_CONTACT) == 0 || l.left != CS_GEN_NEVER)
			continue;
		s.open_until = l.solved_on == l.day ? INT32_MIN : l.day + 10;
		if (s.first_contact == CS_GEN_NEVER)
			s.first_contact = l.day;
		/* The same problem: it was open until now. */
		if (s.first_contact == l.day || s.first_problem_until >= l.day) {
			s.first_problem_until = s.open_until;
			s.solved = l.solved_on < s.solved ? l.solved_on : s.solved;
		}
		s.kept |= g->agent[l.agent].team == g->retain->kept_team;
	} while (l.left == CS_GEN_NEVER);
}

static void
test_chances(uint64_t seed, const char *plants)
{
	struct cs_gen *g = company(seed, plants);
	struct counts *n = cs_mem_new0(1, sizeof *n);
	const struct {
		const char *name;
		const struct count *count;
	} all[] = {{"leaving, basic", &n->leave[0]}, {"leaving, plus", &n->leave[1]},
	    {"leaving, pro", &n->leave[2]}, {"leaving, business after a contact", &n->helped},
	    {"leaving, solved", &n->solved}, {"leaving, after the team", &n->kept},
	    {"leaving, cooled", &n->cooled}, {"leaving, hidden", &n->hidden},
	    {"contacts, basic", &n->contact[0]}, {"contacts, plus", &n->contact[1]},
	    {"contacts, pro", &n->contact[2]}, {"contacts again", &n->again},
	    {"purchases, detractors", &n->buy[0]}, {"purchases, passives", &n->buy[1]},
	    {"purchases, promoters", &n->buy[2]}, {"purchases after a contact", &n->boosted},
	    {"purchases, cooled", &n->cool_buy}};

	for (uint64_t i = 0; i < LIVES; i++)
		count_life(n, g, i);
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		ok(agrees(all[i].count), "seed %d, %s: %.0f, as the chances say %.1f", (int)seed,
		    all[i].name, all[i].count->x, all[i].count->chance);
	free(n);
	cs_gen_destroy(g);
}

/* Contacts are about as many as were asked for, when nothing makes customers leave sooner. */
static void
test_contacts(void)
{
	static const char *const plants[] = {"none", "selection", "selection=300%"};

	for (size_t i = 0; i < sizeof plants / sizeof plants[0]; i++) {
		struct cs_gen *g = company(9, plants[i]);
		struct cs_buf b = CS_BUF_INIT;
		uint64_t rows =
		    cs_gen_rows(g, CS_GEN_RETAIN_CONTACTS, CS_GEN_RECORDS, 0, UINT64_MAX, &b);

		ok(rows > 3 * LIVES * 94 / 100 && rows < 3 * LIVES * 106 / 100,
		    "%s: %d contacts of %d", plants[i], (int)rows, 3 * LIVES);
		cs_gen_destroy(g);
		cs_buf_finish(&b);
	}
}

/* Whom nobody served for long is not solved; whose problem is, was there then. */
static void
test_immortal(void)
{
	struct cs_gen *g = company(3, "immortal=3%,solved");
	uint64_t solved = 0, at_once = 0, contacts = 0;
	struct count daily = {0};

	for (uint64_t i = 0; i < LIVES; i++) {
		struct cs_gen_life l;

		cs_gen_life_start(g, i, &l);
		while (cs_gen_life_next(&l)) {
			if ((l.did & CS_GEN_DID_CONTACT) == 0)
				continue;
			contacts++;
			at_once += l.solved_on == l.day;
			solved += l.solved_on != CS_GEN_NEVER;
			for (int32_t d = l.day + 1; d < DAYS && d <= l.solved_on; d++)
				add(&daily, d == l.solved_on, .03);
		}
	}
	is_int((int64_t)at_once, 0, "nothing is solved at once");
	ok(solved < contacts && solved * 10 > contacts * 9, "but nearly all in the end");
	/* Problems of one customer are solved together: the variance is more than this by half. */
	daily.variance *= 1.5;
	ok(agrees(&daily), "3%% a day: %.0f, %.1f", daily.x, daily.chance);
	cs_gen_destroy(g);
}

static struct cs_str
cell(struct cs_str line, unsigned k)
{
	struct cs_str c = {0};

	for (unsigned i = 0; i <= k; i++)
		(void)cs_str_split(&line, '\t', &c);
	return c;
}

static bool
before(struct cs_str a, struct cs_str b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) < 0;
}

/* Of each table, where the instant of a row is, and whether one behind it is another. */
static void
test_rows(void)
{
	static const struct {
		enum cs_gen_table table;
		unsigned customer, at, then; /* cells */
	} tables[] = {{CS_GEN_RETAIN_CONTACTS, 1, 10, 12}, {CS_GEN_RETAIN_CONTACTS, 1, 10, 18},
	    {CS_GEN_RETAIN_PURCHASES, 1, 3, 6}, {CS_GEN_RETAIN_SURVEYS, 2, 3, 4},
	    {CS_GEN_RETAIN_RENEWALS, 0, 1, 2}};
	struct cs_gen *g = company(5, "contact,team,immortal,cancelling=100%,cooling");
	struct cs_buf who = CS_BUF_INIT, b = CS_BUF_INIT;

	for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
		bool there = true, good = true;
		uint64_t rows = 0;

		for (uint64_t i = 0; i < 3000; i++) {
			struct cs_str rest, line, joined, left;

			cs_buf_reset(&who);
			cs_buf_reset(&b);
			(void)cs_gen_rows(g, CS_GEN_RETAIN_CUSTOMERS, CS_GEN_RECORDS, i, 1, &who);
			joined = cell(cs_buf_all(&who), 4);
			left = cell(cs_buf_all(&who), 5);
			good &= !cs_str_eqz(left, "\\N") ? before(joined, left) : true;
			rows += cs_gen_rows(g, tables[t].table, CS_GEN_RECORDS, i, 1, &b);
			rest = cs_buf_all(&b);
			while (cs_str_split(&rest, '\n', &line) && line.n != 0) {
				struct cs_str at = cell(line, tables[t].at);
				struct cs_str then = cell(line, tables[t].then);
				bool renewal = tables[t].table == CS_GEN_RETAIN_RENEWALS;

				there &= before(joined, at);
				there &= cs_str_eqz(left, "\\N") || renewal || before(at, left);
				good &= cs_str_eqz(then, "\\N") || before(at, then);
				good &= cs_str_eq(
				    cell(line, tables[t].customer), cell(cs_buf_all(&who), 0));
			}
		}
		ok(rows > 1000, "%s has rows", cs_gen_table_name(tables[t].table));
		ok(there, "while the customer is there");
		ok(good, "in order");
	}
	cs_gen_destroy(g);
	cs_buf_finish(&who);
	cs_buf_finish(&b);
}

static void
test_plants(void)
{
	static const struct {
		const char *list, *message;
	} bad[] = {{"luck", "there is no plant 'luck'"}, {"", "there is no plant ''"},
	    {"contact,", "there is no plant ''"}, {"none,contact", "there is no plant 'none'"},
	    {"contact=", "contact: '' is not a share from 0% to 90%"},
	    {"contact=20", "contact: '20' is not a share from 0% to 90%"},
	    {"contact=%", "contact: '%' is not a share from 0% to 90%"},
	    {"contact=-1%", "contact: '-1%' is not a share from 0% to 90%"},
	    {"contact=91%", "contact: '91%' is not a share from 0% to 90%"},
	    {"selection=401%", "selection: '401%' is not a share from 0% to 400%"}};
	uint16_t plant[CS_GEN_PLANTS];
	unsigned n = 0;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct cs_err e = CS_ERR_INIT;

		is_int(cs_gen_plants(cs_str_z(bad[i].list), plant, &e), -1, "'%s'", bad[i].list);
		is_str(e.msg, bad[i].message, "is refused");
	}
	is_int(cs_gen_plants(CS_STR("contact=0%,team,solved=90%"), plant, NULL), 0, "sizes");
	ok(plant[CS_GEN_PLANT_CONTACT] == 0 && plant[CS_GEN_PLANT_TEAM] == 30 &&
		plant[CS_GEN_PLANT_SOLVED] == 90 && plant[CS_GEN_PLANT_COOLING] == 0,
	    "as given, as usual, and nothing else");
	is_int(cs_gen_plants(cs_str_z(NULL), plant, NULL), 0, "what is planted by default");
	for (unsigned p = 0; p < CS_GEN_PLANTS; p++)
		n += plant[p] == (cs_gen_plant_defs[p].by_default ? cs_gen_plant_defs[p].usual : 0);
	is_int(n, CS_GEN_PLANTS, "is what the table says");
}

/* The longest and shortest histories. */
static void
test_edges(void)
{
	static const struct cs_gen_plan plans[] = {
	    {.seed = 0, .rows = 1, .days = 1, .customers = 100, .retain = true},
	    {.seed = UINT64_MAX, .rows = 100000, .days = 1, .customers = 100, .retain = true},
	    {.seed = 7, .rows = 10, .days = CS_GEN_DAYS_MAX, .customers = 100, .retain = true}};

	for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
		struct cs_gen *g = cs_gen_create(&plans[i]);
		struct cs_buf b = CS_BUF_INIT;

		for (int t = CS_GEN_RETAIN_CUSTOMERS; t < CS_GEN_TABLES; t++)
			(void)cs_gen_rows(
			    g, (enum cs_gen_table)t, CS_GEN_RECORDS, 0, UINT64_MAX, &b);
		ok(b.n != 0, "plan %zu has rows", i);
		cs_buf_reset(&b);
		cs_gen_truth(g, CS_GEN_TRUTH_RETAIN, &b);
		ok(b.n != 0, "and a truth");
		cs_gen_destroy(g);
		cs_buf_finish(&b);
	}
}

int
main(void)
{
	test_chances(1, "none");
	test_chances(2, "contact,team,selection,cooling,promoters,purchases");
	test_chances(3, "contact=50%,hidden=100%,loyal,purchases=100%");
	test_chances(4, "solved=40%,immortal,cancelling,selection=200%");
	test_contacts();
	test_immortal();
	test_rows();
	test_plants();
	test_edges();
	return done();
}
