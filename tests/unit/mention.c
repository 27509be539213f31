/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mentions of a person in texts: what is one, and what is none. */
#include "person/mention.h"

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
	(void)cs_mentions_add(m, CS_STR("J\u00fcrgen.\u00d6zil@b\u00fccher.example"), false);
	(void)cs_mentions_add(m, CS_STR("\u00c9lodie Stra\u00dfe"), false);
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
	    {"\u201e4711\u201c", "4711"},
	    {"nr.\u00a04711\u00a0", "4711"},
	    {"\u0416\u04164711", NULL},
	    {"\u201e0171 2345678\u201c", "0171 2345678"},
	    {"an J\u00dcRGEN.\u00f6zil@B\u00dcCHER.EXAMPLE.",
		"J\u00dcRGEN.\u00f6zil@B\u00dcCHER.EXAMPLE"},
	    {"an ju\u0308rgen.o\u0308zil@bu\u0308cher.example",
		"ju\u0308rgen.o\u0308zil@bu\u0308cher.example"},
	    {"x-j\u00fcrgen.\u00f6zil@b\u00fccher.example", NULL},
	    {"\u00e4j\u00fcrgen.\u00f6zil@b\u00fccher.example", NULL},
	    {"j\u00fcrgen.\u00f6zil@b\u00fccher.example\u0308", NULL},
	    {"j\u00fcrgen.\u00f6zil@bucher.example", NULL},
	    {"frau \u00e9LODIE STRASSE!", "\u00e9LODIE STRASSE"},
	    {"frau e\u0301lodie stra\u1e9ee", "e\u0301lodie stra\u1e9ee"},
	    {"frau elodie strasse", NULL},
	    {"\u00e9lodie", NULL},
	    {"\u00c9lodie stra\xc3", NULL},
	    {"cu\u017ftomer C7", NULL},
	    {"\u00e4 4711", "4711"},
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
	    {"j\u00fcrgen.\u00f6ZIL@B\u00dccher.example", 6},
	    {"E\u0301lodie STRASSE", 7},
	    {"\u00e9lodie strase", CS_MAP_NONE},
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
	struct cs_str two = CS_STR("4711 and 4711"), both = CS_STR("4711+491712345678");

	fill(&m);
	texts(&m);
	wholes(&m);
	ok(cs_mentions_find(&m, two, 4, 0, &hit) && hit.start == 9, "the next one");
	ok(cs_mentions_find(&m, both, 0, 0, &hit) && hit.end == 4 &&
		cs_mentions_find(&m, both, 4, 0, &hit) && hit.start == 4,
	    "what is cut out touches nothing");
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
