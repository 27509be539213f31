/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of --side: what they say, as they are understood, and where they go wrong. */
#include "rec/sidespec.h"

#include "../tap.h"
#include "base/buf.h"

static void
put(struct cs_buf *b, const char *what, struct cs_str text)
{
	if (text.n != 0)
		cs_buf_printf(b, " %s<%.*s>", what, CS_STR_ARG(text));
}

/* All that a specification says, in one form. */
static const char *
shown(const struct cs_side_spec *s, struct cs_buf *b)
{
	static const char *const when[] = {"any", "range", "latest", "next", "nearest"};
	static const char *const ties[] = {"once", "first", "last"};

	cs_buf_reset(b);
	cs_buf_printf(b, "%s", s->file != NULL ? s->file : "-");
	for (size_t i = 0; i < s->nkey; i++) {
		put(b, "key", s->key[i].own);
		put(b, "theirs", s->key[i].theirs);
	}
	cs_buf_printf(b, " %s %s", when[s->when], ties[s->ties]);
	put(b, "at", s->at);
	put(b, "to", s->to);
	cs_buf_printf(b, " %lld", (long long)s->within_s);
	for (size_t i = 0; i < s->nadd; i++) {
		put(b, s->add[i].days ? "days" : "add", s->add[i].column);
		put(b, "as", s->add[i].name);
	}
	put(b, "prefix", s->prefix);
	return cs_buf_cstr(b);
}

static void
good(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"a.tsv on k", "a.tsv key<k> theirs<k> any once -1"},
	    {"  a,b=(c).tsv\ton k = l ,m\n",
		"a,b=(c).tsv key<k> theirs<l> key<m> theirs<m> any once -1"},
	    {"\"my \"\"file\"\".tsv\" on \"a,b\"=\"on\"",
		"my \"file\".tsv key<a,b> theirs<on> any once -1"},
	    {"f on k from a to b", "f key<k> theirs<k> range once at<a> to<b> -1"},
	    {"f on k latest t", "f key<k> theirs<k> latest last at<t> -1"},
	    {"f on k once next t", "f key<k> theirs<k> next once at<t> -1"},
	    {"f on k within 1h30m first nearest t", "f key<k> theirs<k> nearest first at<t> 5400"},
	    {"f on k nearest t within 0", "f key<k> theirs<k> nearest last at<t> 0"},
	    {"f on k add a,b=c,days(d)=e,days=f,days prefix \"x y\"",
		"f key<k> theirs<k> any once -1 add<a> as<a> add<b> as<c> days<d> as<e> "
		"add<days> as<f> add<days> as<days> prefix<x y>"},
	    {"f on k add \"latest\" latest \"add\" last",
		"f key<k> theirs<k> latest last at<add> -1 add<latest> as<latest>"},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_side_spec s;
		struct cs_err e = CS_ERR_INIT;

		if (cs_side_spec_parse(&a, cs_str_z(cases[i].text), &s, &e) == 0)
			is_str(shown(&s, &b), cases[i].want, "%s", cases[i].text);
		else
			ok(false, "%s: %s", cases[i].text, e.msg);
		cs_arena_finish(&a);
	}
	cs_buf_finish(&b);
}

static void
bad(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"", "at byte 1: a file is expected, not the end"},
	    {"f", "at byte 2: 'on' and the key is expected, not the end"},
	    {"f \"on\" k", "at byte 3: 'on' and the key is expected, not 'on'"},
	    {"f on ,", "at byte 6: a column is expected, not ','"},
	    {"f on k,", "at byte 8: a column is expected, not the end"},
	    {"f on k=,l", "at byte 8: a column of the table is expected, not ','"},
	    {"f on k l", "one of from, latest, next, nearest, within, first, last, once, add and "
			 "prefix is expected, not 'l'"},
	    {"f on k from a", "at byte 14: 'to' is expected, not the end"},
	    {"f on k from a to", "at byte 17: a column is expected, not the end"},
	    {"f on k from to to b", "one of this name stands in double quotes: 'to'"},
	    {"f on k latest within 3d", "one of this name stands in double quotes: 'within'"},
	    {"f on k latest t within 3mo", "months and years are not of a fixed length: '3mo'"},
	    {"f on k latest t within \"3d\"",
		"a duration like 90s, 30m, 12h, 7d or 2w is expected"},
	    {"f on k within 3d", "'latest', 'next' or 'nearest' belongs to 'within'"},
	    {"f on k from a to b within 3d", "'within' does not go with 'from'"},
	    {"f on k from a to b last", "'last' does not go with 'from'"},
	    {"f on k once last", "'once' does not go with 'last'"},
	    {"f on k add a add b", "at byte 14: a second 'add'"},
	    {"f on k add days(a)", "=NAME for the days is expected, not the end"},
	    {"f on k add days(a=b", "a closing parenthesis is expected, not '='"},
	    {"f on k add \"a", "at byte 12: the quote is not closed"},
	    {"f on k add \"\"", "at byte 12: a name without letters"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_side_spec s;
		struct cs_err e = CS_ERR_INIT;

		is_int(cs_side_spec_parse(&a, cs_str_z(cases[i].text), &s, &e), -1, "'%s'",
		    cases[i].text);
		if (!ok(strstr(e.msg, cases[i].want) != NULL, "says what is wrong"))
			printf("#   got %s\n", e.msg);
		ok(e.status == CS_EXIT_USAGE && e.hint[0] != '\0', "with the whole form as a hint");
		cs_arena_finish(&a);
	}
}

/* Words without a file, and lists that are too long. */
static void
others(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_side_spec s;
	struct cs_err e = CS_ERR_INIT;

	is_int(cs_side_spec_words(&a, CS_STR("on k add v"), &s, &e), 0, "words alone");
	is_str(shown(&s, &b), "- key<k> theirs<k> any once -1 add<v> as<v>", "say the same");
	for (int i = 0; i < 300; i++) {
		cs_buf_reset(&b);
		cs_buf_z(&b, "on k add c");
		for (int k = 0; k < i; k++)
			cs_buf_z(&b, ",c");
		if (cs_side_spec_words(&a, cs_buf_all(&b), &s, &e) != 0) {
			is_int(i, 256, "256 columns at most");
			break;
		}
	}
	ok(strstr(e.msg, "too many columns") != NULL, "and then that is said");
	cs_buf_finish(&b);
	cs_arena_finish(&a);
}

int
main(void)
{
	good();
	bad();
	others();
	return done();
}
