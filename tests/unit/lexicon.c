/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lexicon: its files, its terms, and what is found in a text. */
#include "text/lexicon.h"

#include "base/data.h"
#include "text/words.h"

#include "../tap.h"

/* Terms found in a text, as "term/tokens". */
static const char *
found(const struct cs_lexicon *l, const char *text, struct cs_buf *b)
{
	struct cs_tokens t = {0};
	struct cs_hits h = {0};

	cs_tokens_scan(&t, &l->emoticons, cs_str_z(text));
	cs_lexicon_look(l, &t);
	cs_lexicon_hits(l, &t, &h);
	cs_buf_reset(b);
	for (size_t i = 0; i < h.n; i++) {
		struct cs_str s = cs_lexicon_term(l, h.hit[i].term)->text;

		cs_buf_printf(b, "%s%.*s@%u+%u", i != 0 ? " " : "", CS_STR_ARG(s), h.hit[i].tok,
		    h.hit[i].ntok);
	}
	cs_hits_finish(&h);
	cs_tokens_finish(&t);
	return cs_buf_cstr(b);
}

static void
terms(void)
{
	static const char table[] =
	    "# a comment\n"
	    "[mood 2]\n"
	    "good, very good indeed,\n"
	    "customer service, well-known\n"
	    ":-), \xf0\x9f\x91\x8d, M\xc3\xbcsli\n"
	    "[mood -1.25 not 0.5 event]\n"
	    "late, late <money> fee, error 404, <phone>, and/or, don't, u.s.\n"
	    "[wait]\n"
	    "late\n"
	    "[stop]\n"
	    "the\n";
	static const struct {
		const char *text, *want;
	} t[] = {
	    {"good", "good@0+1"},
	    {"GOOD, Goooood #Good", "good@0+1 good@1+1 good@2+1"},
	    {"very good indeed", "very good indeed@0+3 good@1+1"},
	    {"very good, indeed", "good@1+1"},
	    {"very good", "good@1+1"},
	    {"Customer-Service", "customer service@0+2"},
	    {"customers service", ""},
	    {"well known", "well known@0+2"},
	    {":-) \xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd \xf0\x9f\x91\x8d\xe2\x80\x8d\xf0\x9f\x92\xa9",
		":-)@0+1 \xf0\x9f\x91\x8d@1+1 \xf0\x9f\x91\x8d@2+1"},
	    {"M\xc3\x9cSLI", "m\xc3\xbcsli@0+1"},
	    {"late $12 fee", "late@0+1 late <money> fee@0+3"},
	    {"error 404 and error 405", "error 404@0+2"},
	    {"call 555-123-4567", "<phone>@1+1"},
	    {"and/or and or", "and or@0+2 and or@2+2"},
	    {"the U.S. Don\xe2\x80\x99t", "us@1+1 don't@2+1"},
	};
	struct cs_lexicon l;
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf b = CS_BUF_INIT;
	const struct cs_term *late;

	cs_lexicon_init(&l);
	is_int(cs_lexicon_tables(&l, "t", cs_str_z(table), &e), 0, "a table loads: %s", e.msg);
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		is_str(found(&l, t[i].text, &b), t[i].want, "in %s", t[i].text);
	late = cs_lexicon_term(&l, cs_lexicon_find(&l, CS_STR("Late")));
	ok(late->weight == -125 && late->negated == 50 &&
		late->cue == (CS_CUE_MOOD | CS_CUE_EVENT | CS_CUE_WAIT),
	    "weight, negation and cues of two headings");
	ok(cs_lexicon_term(&l, cs_lexicon_find(&l, CS_STR("good")))->negated == -140,
	    "praise negated is blame of seven tenths");
	is_int(cs_lexicon_find(&l, CS_STR("never heard")), CS_TERM_NONE, "not there");
	is_int(cs_lexicon_find(&l, CS_STR("late fee")), CS_TERM_NONE, "nor there");
	is_int(cs_lexicon_add(&l, CS_STR(" ?! ")), CS_TERM_NONE, "no words");
	is_int(cs_lexicon_add(&l, CS_STR("a b c d e f g h i")), CS_TERM_NONE, "too many words");
	cs_lexicon_finish(&l);
	cs_buf_finish(&b);
}

static void
refused(void)
{
	static const struct {
		const char *text, *msg;
	} t[] = {
	    {"good\n", "t:1: terms before any [heading]"},
	    {"[mod 2]\n", "t:1: there is no heading 'mod'"},
	    {"\n[mood]\n", "t:2: [mood]: bad values behind 'mood'"},
	    {"[mood x]\n", "t:1: [mood x]: bad values behind 'mood'"},
	    {"[mood 5.01]\n", "t:1: [mood 5.01]: bad values behind 'mood'"},
	    {"[mood 2 not]\n", "t:1: [mood 2 not]: bad values behind 'mood'"},
	    {"[mood 2 nut 1]\n", "t:1: [mood 2 nut 1]: bad values behind 'mood'"},
	    {"[mood --2]\n", "t:1: [mood --2]: bad values behind 'mood'"},
	    {"[wait 3]\n", "t:1: [wait 3]: bad values behind 'wait'"},
	    {"[degree x]\n", "t:1: [degree x]: bad values behind 'degree'"},
	    {"[number 99999999999]\n", "t:1: [number 99999999999]: bad values behind 'number'"},
	    {"[stop]\nthe, ?!\n", "t:2: '?!' has no words, or more than 8"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_lexicon l;
		struct cs_err e = CS_ERR_INIT;

		cs_lexicon_init(&l);
		ok(cs_lexicon_tables(&l, "t", cs_str_z(t[i].text), &e) == -1 &&
			e.status == CS_EXIT_USAGE,
		    "refused");
		is_str(e.msg, t[i].msg, "and why");
		cs_lexicon_finish(&l);
	}
}

/* The format of the VADER lexicon, and what is wrong with such files. */
static void
tsv(void)
{
	static const struct {
		const char *text, *msg;
	} t[] = {
	    {"good\t1.9\t0.9\t[2, 1]\n\nbad\t-2.5\r\n:-D\t2.3\n'bad\t-1\nfine\t+0.8125\n", ""},
	    {"", ""},
	    {"good\n", "f:1: not a term, a tab and a weight from -5 to 5"},
	    {"good\t1\nbad\tx\n", "f:2: not a term, a tab and a weight from -5 to 5"},
	    {"good\t5.5\n", "f:1: not a term, a tab and a weight from -5 to 5"},
	    {"good\t1,5\n", "f:1: not a term, a tab and a weight from -5 to 5"},
	    {"good\t1.\n", "f:1: not a term, a tab and a weight from -5 to 5"},
	    {"good\t-\n", "f:1: not a term, a tab and a weight from -5 to 5"},
	    {"?\t1\n", "f:1: '?' has no words, or more than 8"},
	    {"\xff\t1\n", "f: not a text in UTF-8"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_lexicon l;
		struct cs_err e = CS_ERR_INIT;
		int want = t[i].msg[0] != '\0' ? -1 : 0;

		cs_lexicon_init(&l);
		is_int(cs_lexicon_tsv(&l, "f", cs_str_z(t[i].text), &e), want, "file %zu", i);
		is_str(e.msg, t[i].msg, "and what is said");
		if (i == 0) {
			const struct cs_term *fine =
			    cs_lexicon_term(&l, cs_lexicon_find(&l, CS_STR("fine")));

			ok(fine->weight == 81 && fine->negated == -56, "a weight in hundredths");
			ok(cs_lexicon_find(&l, CS_STR(":-d")) != CS_TERM_NONE, "an emoticon");
			ok(cs_lexicon_term(&l, cs_lexicon_find(&l, CS_STR("bad")))->weight == -100,
			    "what comes later wins");
		}
		cs_lexicon_finish(&l);
	}
}

/* Amounts of several words, as kind and value. */
static void
amounts(void)
{
	static const struct {
		const char *text;
		enum cs_token_kind kind;
		long long value;
		size_t ntok;
	} t[] = {
	    {"three hours", CS_TOKEN_DURATION, 10800, 1},
	    {"3 hours", CS_TOKEN_DURATION, 10800, 1},
	    {"3-hour", CS_TOKEN_DURATION, 10800, 1},
	    {"an hour", CS_TOKEN_DURATION, 3600, 1},
	    {"half an hour", CS_TOKEN_DURATION, 1800, 1},
	    {"an hour and a half", CS_TOKEN_DURATION, 5400, 1},
	    {"two and a half", CS_TOKEN_NUMBER, 2000, 4},
	    {"couple of weeks", CS_TOKEN_DURATION, 1209600, 1},
	    {"3 more business days", CS_TOKEN_DURATION, 259200, 1},
	    {"twenty five minutes", CS_TOKEN_DURATION, 1500, 1},
	    {"2 hours 15 minutes", CS_TOKEN_DURATION, 8100, 1},
	    {"3, hours", CS_TOKEN_NUMBER, 3000, 2},
	    {"20 dollars", CS_TOKEN_MONEY, 20000, 1},
	    {"USD 20", CS_TOKEN_MONEY, 20000, 1},
	    {"March 5th", CS_TOKEN_DATE, 0, 1},
	    {"5th of March", CS_TOKEN_DATE, 0, 1},
	    {"four stars", CS_TOKEN_RATING, 800, 1},
	    {"8 out of 10", CS_TOKEN_RATING, 800, 1},
	    {"8 out of 9", CS_TOKEN_NUMBER, 8000, 4},
	    {"third", CS_TOKEN_ORDINAL, 3000, 1},
	    {"seven", CS_TOKEN_NUMBER, 7000, 1},
	    {"march", CS_TOKEN_WORD, 0, 1},
	    {"a good hour", CS_TOKEN_DURATION, 3600, 1},
	};
	struct cs_lexicon l;
	struct cs_err e = CS_ERR_INIT;
	struct cs_tokens tok = {0};

	cs_lexicon_init(&l);
	is_int(cs_lexicon_builtin(&l, &e), 0, "the built-in tables: %s", e.msg);
	ok(l.word[cs_lexicon_find(&l, CS_STR("the"))].langs & CS_LANG_OWN, "English is the first");
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		cs_tokens_scan(&tok, &l.emoticons, cs_str_z(t[i].text));
		cs_lexicon_look(&l, &tok);
		ok(tok.n == t[i].ntok && tok.tok[0].kind == t[i].kind &&
			tok.tok[0].value == t[i].value,
		    "%s", t[i].text);
		if (tok.n != t[i].ntok || tok.tok[0].value != t[i].value)
			printf("#   %zu tokens, kind %d, value %lld\n", tok.n, tok.tok[0].kind,
			    (long long)tok.tok[0].value);
		if (tok.n == 1)
			ok(tok.tok[0].from == 0 && tok.tok[0].to == strlen(t[i].text),
			    "and all of it");
	}
	cs_tokens_finish(&tok);
	cs_lexicon_finish(&l);
}

/* Every built-in table alone, and all terms as they were meant: listed once under a heading. */
static void
tables(void)
{
	for (const struct cs_data *d = cs_data_files; d->name != NULL; d++) {
		struct cs_lexicon l;
		struct cs_err e = CS_ERR_INIT;

		if (strncmp(d->name, "lexicon/", 8) != 0)
			continue;
		cs_lexicon_init(&l);
		is_int(
		    cs_lexicon_tables(&l, d->name, cs_str(d->p, d->n), &e), 0, "%s loads", d->name);
		ok(l.words.map.n > 20, "and has words");
		cs_lexicon_finish(&l);
	}
}

/* Short and long words, growth, and words that are the beginning of others. */
static void
words(void)
{
	struct cs_words w = {0};
	char text[64] = {0};
	bool good = true;
	enum { N = 5000 };

	is_int(cs_words_find(&w, cs_str("nothing in the empty table", 7)), CS_MAP_NONE, "empty");
	for (int i = 0; i < N; i++) {
		size_t n = (size_t)snprintf(
		    text, sizeof text, "%d%s", i * 7919, i % 3 == 0 ? "abcdefghijklmno" : "");

		good &= cs_words_add(&w, cs_str(text, n)) == (uint32_t)i;
	}
	for (int i = 0; i < N; i++) {
		size_t n = (size_t)snprintf(
		    text, sizeof text, "%d%s", i * 7919, i % 3 == 0 ? "abcdefghijklmno" : "");

		memset(text + n, 'x', sizeof text - n);
		good &= cs_words_find(&w, cs_str(text, n)) == (uint32_t)i;
		good &= cs_words_add(&w, cs_str(text, n)) == (uint32_t)i;
		good &= cs_words_find(&w, cs_str(text, n + 1)) == CS_MAP_NONE;
	}
	ok(good, "words are found whatever stands behind them");
	ok(cs_words_find(&w, cs_str(text, 0)) == CS_MAP_NONE, "the empty word is none");
	cs_words_finish(&w);
}

int
main(void)
{
	terms();
	refused();
	tsv();
	amounts();
	tables();
	words();
	return done();
}
