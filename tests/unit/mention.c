/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mentions of a person in texts: what is one, and what is none. */
#include "desk/mention.h"

#include "../tap.h"

static void
fill(struct cs_mentions *m)
{
	(void)cs_mentions_add(m, CS_STR("4711"), false);
	(void)cs_mentions_add(m, CS_STR("+491712345678"), false);
	(void)cs_mentions_add(m, CS_STR("Erika.Muster@example.org"), false);
	(void)cs_mentions_add(m, CS_STR("Erika Muster"), false);
	(void)cs_mentions_add(m, CS_STR("C7"), false);
	(void)cs_mentions_add(m, CS_STR("0012345678"), false);
}

static void
texts(const struct cs_mentions *m)
{
	static const struct {
		const char *text, *hit; /* hit NULL: nothing is found */
	} cases[] = {
	    {"customer 4711 called", "4711"},
	    {"4711", "4711"},
	    {"(4711)", "4711"},
	    {"14711", NULL},
	    {"4711a", NULL},
	    {"4711\xc3\xa4", NULL},
	    {"call +491712345678!", "+491712345678"},
	    {"call 0171/2345678.", "0171/2345678"},
	    {"0049 (0)171-234 56 78", "0049 (0)171-234 56 78"},
	    {"+49 (0171) 2345678", "0171) 2345678"},
	    {"171 2345678 or so", "171 2345678"},
	    {"0171 2345678 2 times", "0171 2345678"},
	    {"on 2026-10-05 0171 2345678", "0171 2345678"},
	    {"2345678", NULL},
	    {"345678", NULL},
	    {"0172 2345678", NULL},
	    {"01712345678901234567890123456789", NULL},
	    {"+1 172 2345678", NULL},
	    {"ERIKA.MUSTER@EXAMPLE.ORG", "ERIKA.MUSTER@EXAMPLE.ORG"},
	    {"<erika.muster@example.org>", "erika.muster@example.org"},
	    {"x.erika.muster@example.org", NULL},
	    {"erika.muster@example.organic", NULL},
	    {"Mrs Erika Muster wrote", "Erika Muster"},
	    {"Erika Mustermann", NULL},
	    {"C7 is too short", NULL},
	    {"0012345678", "0012345678"},
	    {"12345678", NULL},
	    {"", NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_str s = cs_str_z(cases[i].text);
		struct cs_mention_hit hit;
		bool found = cs_mentions_find(m, s, 0, 0, &hit);

		ok(found == (cases[i].hit != NULL), "'%s': %s", cases[i].text,
		    cases[i].hit != NULL ? "a mention" : "none");
		if (found && cases[i].hit != NULL)
			is_slice(cs_str(s.p + hit.start, hit.end - hit.start), cases[i].hit,
			    "'%s': where", cases[i].text);
	}
}

static void
wholes(const struct cs_mentions *m)
{
	static const struct {
		const char *text;
		uint32_t id;
	} cases[] = {
	    {"4711", 0},
	    {"C7", 4},
	    {"c7", 4},
	    {"0171 2345678", 1},
	    {"00491712345678", 1},
	    {"erika.muster@example.org", 2},
	    {"4711 ", CS_MAP_NONE},
	    {"47110", CS_MAP_NONE},
	    {"", CS_MAP_NONE},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_int(cs_mentions_is(m, cs_str_z(cases[i].text), 0), cases[i].id,
		    "'%s' as a whole", cases[i].text);
}

int
main(void)
{
	struct cs_mentions m = {0};
	struct cs_mention_hit hit;
	struct cs_str two = CS_STR("4711 and 4711");

	fill(&m);
	texts(&m);
	wholes(&m);
	ok(cs_mentions_find(&m, two, 4, 0, &hit) && hit.start == 9, "the next one");
	is_int(cs_mentions_add(&m, CS_STR("4711"), false), 0, "one that is there");
	ok(!cs_mentions_find(&m, two, 0, 1, &hit), "those before a number do not count");
	is_int(cs_mentions_is(&m, CS_STR("4711"), 1), CS_MAP_NONE, "nor as wholes");
	cs_mentions_off(&m, 0);
	ok(!cs_mentions_find(&m, two, 0, 0, &hit), "turned off it is not found");
	is_int(cs_mentions_is(&m, CS_STR("4711"), 0), CS_MAP_NONE, "nor as a whole");
	cs_mentions_finish(&m);
	ok(!cs_mentions_find(&m, two, 0, 0, &hit), "nothing is looked for");
	is_int(cs_mentions_is(&m, two, 0), CS_MAP_NONE, "nothing is found");
	return done();
}
