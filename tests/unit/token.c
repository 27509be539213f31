/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens: spelling, kinds, clause ends, shapes, and where they came from. */
#include "text/token.h"

#include "../tap.h"

static struct cs_emoticons emo;

/* Tokens as text: each with what ends behind it: , . and its marks ! and ?. */
static const char *
show(struct cs_tokens *t, struct cs_str text, struct cs_buf *b)
{
	cs_tokens_scan(t, &emo, text);
	cs_buf_reset(b);
	for (size_t i = 0; i < t->n; i++) {
		const struct cs_token *k = &t->tok[i];

		if (i != 0)
			cs_buf_c(b, ' ');
		cs_buf_str(b, cs_token_text(t, k));
		for (unsigned m = 0; m < cs_token_bangs(k); m++)
			cs_buf_c(b, '!');
		for (unsigned m = 0; m < cs_token_queries(k); m++)
			cs_buf_c(b, '?');
		if (k->marks == 0 && k->end != CS_END_NONE)
			cs_buf_c(b, k->end == CS_END_WEAK ? ',' : '.');
	}
	return cs_buf_cstr(b);
}

static void
spellings(void)
{
	static const struct {
		const char *text, *want;
	} t[] = {
	    {"", ""},
	    {"   \t\r\n", ""},
	    {"...!?;,", ""},
	    {"Slow.Terrible", "slow. terrible"},
	    {"slow. Terrible!!! why??", "slow. terrible!!! why??"},
	    {"good,bad;ugly: (really) no", "good, bad, ugly, really, no"},
	    {"one\ntwo\r\nthree", "one. two. three"},
	    {"a - b -- c well-known", "a, b, c well known"},
	    {"don't can't o'clock agent's it's", "don't can't o'clock agent it"},
	    {"don\xe2\x80\x99t \xe2\x80\x9cquoted\xe2\x80\x9d", "don't quoted"},
	    {"wait\xe2\x80\xa6 what", "wait. what"},
	    {"fine\xe2\x80\x94really", "fine, really"},
	    {"soooo gooood yesss", "soo good yess"},
	    {"book still committee", "book still committee"},
	    {"#ToxicService #fail #CustomerServiceFAIL #iPhone6",
		"toxic service fail customer service fail i phone 6"},
	    {"@united hi @a_b1", "<handle> hi <handle>"},
	    {"@ alone", "alone"},
	    {"mail me: first.last+x@host.example.com, ok", "mail me, <email>, ok"},
	    {"see https://x.example/a?b=c&d. Then", "see <url>. then"},
	    {"see www.example.com/a, example.com and foo.co.uk", "see <url>, <url> and <url>"},
	    {"it works.com on", "it <url> on"},
	    {"it works.Come on", "it works. come on"},
	    {"order #48213 case AB123456 no 1234567", "order <code> case <code> no <code>"},
	    {"$12.50 \xc2\xa3"
	     "5 20\xe2\x82\xac $1.2k",
		"<money> <money> <money> <money>"},
	    {"15% 3rd 2nd 5", "15% 3rd 2nd 5"},
	    {"45min 3h 2hrs 1h30 3h20m 90secs",
		"<duration> <duration> <duration> <duration> <duration> <duration>"},
	    {"2026-10-05 5/10/2026 05.10.26", "<date> <date> <date>"},
	    {"at 10:30 or 3pm or 10:30 p.m. ok", "at <clock> or <clock> or <clock>. ok"},
	    {"1/5 and 8/10 and 24/7", "1/5 and 8/10 and 24 7"},
	    {"call +49 30 1234567 or (555) 123-4567 or 555-123-4567",
		"call <phone> or <phone> or <phone>"},
	    {"1,234.50 and 1.5", "1,234.50 and 1.5"},
	    {"4G b2b covid19", "4g b2b covid19"},
	    {"the U.S. team, e.g. p.m.", "the us team, eg pm."},
	    {"f*** this sh*t", "<censored> this <censored>"},
	    {"**great** *bold*", "great bold"},
	    {"&lt;3 &amp; &#39;hi&#39; &#x27;ho&#x27; &amp;lt; &bogus; &#0;",
		"3 hi ho lt, bogus, 0,"},
	    {"\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd ok", "\xf0\x9f\x91\x8d ok"},
	    {"\xf0\x9f\x98\xa1\xf0\x9f\x98\xa1\xf0\x9f\x98\xa1", "\xf0\x9f\x98\xa1"},
	    {"\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4"},
	    {"\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa flag", "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa flag"},
	    {"\xe2\x98\x85\xe2\x98\x85\xe2\x98\x86\xe2\x98\x86\xe2\x98\x86", "<rating>"},
	    {"\xc3\x84rger M\xc3\x9cLL", "\xc3\xa4rger m\xc3\xbcll"},
	    {"zero\xe2\x80\x8bwidth soft\xc2\xadhyphen", "zerowidth softhyphen"},
	    {"non\xc2\xa0"
	     "breaking",
		"non breaking"},
	    {"\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\xa3", "abc"},
	    {"hi :) ok:( x", "hi :) ok :( x"},
	    {"note:(see)", "note, see,"},
	};
	struct cs_tokens tok = {0};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		is_str(show(&tok, cs_str_z(t[i].text), &b), t[i].want, "text %zu", i);
	cs_tokens_finish(&tok);
	cs_buf_finish(&b);
}

static void
values(void)
{
	static const struct {
		const char *text;
		enum cs_token_kind kind;
		long long value;
	} t[] = {
	    {"7", CS_TOKEN_NUMBER, 7000},
	    {"2.5", CS_TOKEN_NUMBER, 2500},
	    {"2.0625", CS_TOKEN_NUMBER, 2062},
	    {"1,500", CS_TOKEN_NUMBER, 1500000},
	    {"3k", CS_TOKEN_NUMBER, 3000000},
	    {"5x", CS_TOKEN_NUMBER, 5000},
	    {"3rd", CS_TOKEN_ORDINAL, 3000},
	    {"15%", CS_TOKEN_PERCENT, 15000},
	    {"$12.50", CS_TOKEN_MONEY, 12500},
	    {"45min", CS_TOKEN_DURATION, 2700},
	    {"1.5h", CS_TOKEN_DURATION, 5400},
	    {"1h30", CS_TOKEN_DURATION, 5400},
	    {"2d", CS_TOKEN_DURATION, 172800},
	    {"2/5", CS_TOKEN_RATING, 400},
	    {"7.5/10", CS_TOKEN_RATING, 750},
	    {"11/10", CS_TOKEN_NUMBER, 11000},
	    {"\xe2\xad\x90\xe2\xad\x90", CS_TOKEN_RATING, 400},
	    {"99999999999999999999999999", CS_TOKEN_CODE, 1000000000000000},
	    {"99999999999999999999999999h", CS_TOKEN_DURATION, 3600000000000000},
	};
	struct cs_tokens tok = {0};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		cs_tokens_scan(&tok, &emo, cs_str_z(t[i].text));
		ok(tok.n >= 1 && tok.tok[0].kind == t[i].kind, "%s: its kind", t[i].text);
		is_int(tok.n >= 1 ? tok.tok[0].value : -1, t[i].value, "%s: its value", t[i].text);
	}
	cs_tokens_finish(&tok);
}

static void
places(void)
{
	static const char text[] = "\xe2\x80\x9cSlow\xe2\x80\x9d&amp;<b>&eacute;\xc3\x89T\xc3\x89 "
				   "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd!";
	static const struct {
		unsigned from, to;
	} want[] = {{3, 7}, {16, 17}, {19, 25}, {26, 31}, {32, 40}};
	struct cs_tokens t = {0};

	cs_tokens_scan(&t, &emo, cs_str_z(text));
	is_int(t.n, 5, "five tokens behind quotes and entities");
	for (size_t i = 0; i < t.n && i < 5; i++) {
		is_int(t.tok[i].from, want[i].from, "token %zu begins in the field", i);
		is_int(t.tok[i].to, want[i].to, "and ends there");
	}
	cs_tokens_finish(&t);
}

static void
shapes(void)
{
	static const struct {
		const char *text;
		unsigned shape;
	} t[] = {
	    {"word", 0},
	    {"Word", CS_SHAPE_TITLE},
	    {"I", CS_SHAPE_TITLE},
	    {"WORD", CS_SHAPE_TITLE | CS_SHAPE_CAPS},
	    {"LOOOOONGER than sixteen", CS_SHAPE_TITLE | CS_SHAPE_CAPS | CS_SHAPE_LONG},
	    {"loooong", CS_SHAPE_LONG},
	    {"#Tag", CS_SHAPE_TITLE | CS_SHAPE_HASHTAG},
	    {"\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82", CS_SHAPE_FOREIGN},
	    {"\xe1\xba\xbfn", 0},
	};
	struct cs_tokens tok = {0};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		cs_tokens_scan(&tok, &emo, cs_str_z(t[i].text));
		is_int(tok.n != 0 ? tok.tok[0].shape : 99, t[i].shape, "shape of %s", t[i].text);
	}
	cs_tokens_finish(&tok);
}

/*
 * The short ways (16 bytes at once, plain words) and the long way agree: the same words stand at
 * every distance from the end of the text, and with a character before them that maps the text.
 */
static void
same_everywhere(void)
{
	static const char *const words[] = {"a", "I", "don't", "agent's", "fifteenletters1",
	    "HELLO", "sixteenletterss.", "seventeenlettersxx", "soooo", "x.y", "ab:cd", "WHY!?"};
	struct cs_tokens a = {0}, b = {0};
	struct cs_buf text = CS_BUF_INIT, x = CS_BUF_INIT, y = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		bool same = true;
		char want[200];

		(void)snprintf(want, sizeof want, "%s", show(&a, cs_str_z(words[i]), &x));
		for (unsigned pad = 0; pad < 40; pad++) {
			cs_buf_reset(&text);
			cs_buf_z(&text, words[i]);
			for (unsigned k = 0; k < pad; k++)
				cs_buf_c(&text, ' ');
			same &= strcmp(show(&b, cs_buf_all(&text), &y), want) == 0;
			cs_buf_z(&text, "\xe2\x80\x8b");
			same &= strcmp(show(&b, cs_buf_all(&text), &y), want) == 0;
		}
		ok(same, "%s is the same wherever it stands", words[i]);
	}
	cs_tokens_finish(&a);
	cs_tokens_finish(&b);
	cs_buf_finish(&text);
	cs_buf_finish(&x);
	cs_buf_finish(&y);
}

/* Large and odd texts end, and places stay within the field. */
static void
hostile(void)
{
	static const char *const unit[] = {"a", "\xf0\x9f\x98\xa1", "!", "&amp;", "&", "1", "@",
	    "#", ":)", "1-", "+1 ", "\x01", "http://", "a.", "*", "'", "\xe2\x80\x8d",
	    "\xe2\x98\x85", "a@", "<", "-", "\xff"};
	struct cs_tokens t = {0};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
		bool good = true;
		uint32_t before = 0;

		cs_buf_reset(&b);
		while (b.n < 1 << 20)
			cs_buf_z(&b, unit[i]);
		cs_tokens_scan(&t, &emo, cs_buf_all(&b));
		for (size_t k = 0; k < t.n; k++) {
			good &= t.tok[k].from >= before && t.tok[k].to > t.tok[k].from &&
				t.tok[k].to <= b.n;
			before = t.tok[k].to;
		}
		ok(good, "a megabyte of %s", (unsigned char)unit[i][0] > ' ' ? unit[i] : "control");
	}
	cs_tokens_finish(&t);
	cs_buf_finish(&b);
}

int
main(void)
{
	ok(cs_emoticons_add(&emo, CS_STR(":)")) && cs_emoticons_add(&emo, CS_STR(":(")),
	    "emoticons");
	ok(!cs_emoticons_add(&emo, CS_STR("don't")) && !cs_emoticons_add(&emo, CS_STR(":")) &&
		!cs_emoticons_add(&emo, CS_STR(":---------)")),
	    "words, single signs and long ones are none");
	spellings();
	values();
	places();
	shapes();
	same_everywhere();
	hostile();
	cs_emoticons_finish(&emo);
	return done();
}
