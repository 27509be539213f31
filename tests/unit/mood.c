/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mood of comments: what people mean, and that the reasons add up. */
#include "text/mood.h"

#include "../tap.h"

static struct cs_lexicon lex;

struct reader {
	struct cs_tokens t;
	struct cs_hits h;
	struct cs_mood m;
	struct cs_buf why;
};

static void
reader_finish(struct reader *r)
{
	cs_tokens_finish(&r->t);
	cs_hits_finish(&r->h);
	cs_mood_finish(&r->m);
	cs_buf_finish(&r->why);
}

static const char *
judge(struct reader *r, struct cs_str text)
{
	const char *label;

	cs_tokens_scan(&r->t, &lex.emoticons, text);
	cs_lexicon_look(&lex, &r->t);
	cs_lexicon_hits(&lex, &r->t, &r->h);
	cs_mood_judge(&r->m, &lex, &r->t, &r->h);
	cs_buf_reset(&r->why);
	cs_mood_why(&r->m, &lex, &r->why);
	label = cs_mood_label_text(r->m.label);
	return label != NULL ? label : "unknown";
}

/* Sentences as customers write them; each heading says what is at stake. */
static void
labels(void)
{
	static const struct {
		const char *label, *text;
	} t[] = {
	    /* plain words */
	    {"positive", "Great service, thank you!"},
	    {"positive", "The agent was friendly and resolved my issue quickly"},
	    {"positive", "Excellent"},
	    {"negative", "This is terrible"},
	    {"negative", "unhelpful and disconnected"},
	    {"negative", "I was overcharged"},
	    {"negative", "slow.Terrible"},
	    {"negative", "#ToxicService"},
	    {"negative", "THE WORST SERVICE EVER"},
	    {"positive", "soooo gooood"},
	    {"neutral", "It was ok"},
	    {"neutral", "It was ok."},

	    /* courtesy, business and requests are not mood */
	    {"neutral", "Could you please help me with my order #48213? Thanks in advance"},
	    {"neutral", "Please call me back about my contract"},
	    {"neutral", "Dear customer care team, kind regards"},
	    {"neutral", "I would like to share my number with you, yes"},
	    {"neutral", "How do I request a refund?"},
	    {"neutral", "Can you help me with a broken router?"},
	    {"neutral", "how do i dispute a charge"},
	    {"neutral", "What is the best way to cancel my subscription?"},
	    {"neutral", "@united hello there, I need information"},
	    {"neutral", "Can my friends send me money fast?"},

	    /* what happens to people, without a word of feeling */
	    {"negative", "on hold for two hours"},
	    {"negative", "still waiting for my bag"},
	    {"negative", "I was told it would be fixed"},
	    {"negative", "still not fixed"},
	    {"negative", "no response to my email"},
	    {"negative", "They hung up on me"},
	    {"negative", "My order never arrived"},
	    {"negative", "I can't log in"},
	    {"negative", "Your systems are down again"},

	    /* negation to the end of the clause, and no further */
	    {"negative", "never once did I get a good answer"},
	    {"negative", "I wouldn't say the service was good"},
	    {"negative", "I do not think this good"},
	    {"negative", "nobody was helpful"},
	    {"negative", "hardly helpful"},
	    {"negative", "no help and no support"},
	    {"negative", "it no longer works"},
	    {"negative", "they failed to respond"},
	    {"negative", "did not fix the problem"},
	    {"negative", "not good not bad not great"},
	    {"positive", "no problem"},
	    {"positive", "No complaints, no issues"},
	    {"positive", "not bad at all"},
	    {"positive", "The food wasn't slow or rude"},
	    {"positive", "not only fast but also friendly"},
	    {"positive", "couldn't be happier"},
	    {"positive", "it could not have been easier"},
	    {"positive", "nothing but praise for your team"},
	    {"positive", "didn't have to wait"},
	    {"positive", "I've never been so happy with a company"},
	    {"positive", "I have rarely seen such courtesy and understanding, lovely"},
	    {"negative", "I've never had such bad service"},
	    {"negative", "not fast, and rude"},

	    /* what was wished for */
	    {"negative", "It would have been nice to be told"},
	    {"negative", "You could have been better prepared"},
	    {"negative", "I wish you were more helpful"},
	    {"negative", "This should be easy"},
	    {"negative", "Was told it would be fixed on Monday, it is not"},

	    /* irony and manners */
	    {"negative", "Great, 3 hours on hold"},
	    {"negative", "Thanks for nothing"},
	    {"negative", "Thank you for losing my bag"},
	    {"negative", "Good job losing my bag"},
	    {"negative", "love waiting on hold for 45 minutes"},
	    {"negative", "Lovely, another price increase"},
	    {"negative", "My flight was cancelled and nobody told me. Great."},
	    {"negative", "good luck getting a refund"},
	    {"negative", "My order is 3 days late. Thanks for your help"},
	    {"positive", "Great, it works again, thanks"},
	    {"positive", "Thank you so much for fixing the problem with my broken router"},
	    {"positive", "Thanks for letting me know about the delay"},
	    {"positive", "thanks for the quick reply"},
	    {"positive", "good luck"},

	    /* times and counts */
	    {"negative", "It took 45 minutes to get an answer"},
	    {"negative", "I have been without internet for 4 days"},
	    {"negative", "Third time I've called about this"},
	    {"negative", "I called four times"},
	    {"negative", "charged twice"},
	    {"positive", "waited only 2 minutes"},
	    {"positive", "your agent solved it in 5 minutes"},
	    {"neutral", "The first time I called was on 9/10"},
	    {"neutral", "My contract runs for 24 months"},

	    /* ratings */
	    {"negative", "1/5"},
	    {"negative", "2 out of 10"},
	    {"negative", "one star"},
	    {"positive", "10/10"},
	    {"positive", "5 stars"},
	    {"positive", "\xe2\xad\x90\xe2\xad\x90\xe2\xad\x90\xe2\xad\x90\xe2\xad\x90"},

	    /* both */
	    {"mixed", "service was great but the app keeps crashing"},
	    {"mixed", "The agent was polite, however nothing was resolved"},
	    {"mixed", "good bad good bad good bad"},

	    /* emoji, emoticons, what stands for a word */
	    {"positive", "\xf0\x9f\x91\x8d"},
	    {"positive", "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbf"},
	    {"positive", "done :)"},
	    {"negative", "\xf0\x9f\x98\xa0"},
	    {"negative", "\xf0\x9f\xa4\xa6\xe2\x80\x8d\xe2\x99\x82\xef\xb8\x8f"},
	    {"negative", "waiting :("},
	    {"negative", "f*** this company"},
	    {"negative", "not my problem, said the agent"},
	    {"negative", "agent said 'not my problem'"},
	    {"positive", "I &lt;3 you guys"},

	    /* nothing said, or not in English */
	    {"unknown", ""},
	    {"unknown", "   "},
	    {"unknown", "12345"},
	    {"unknown", "@united"},
	    {"unknown", "https://example.com/x"},
	    {"unknown", "\xf0\x9f\xab\xa8\xf0\x9f\xab\xa8"},
	    {"unknown", "asdf qwerty"},
	    {"unknown", "Das Paket ist nicht angekommen und der Kundenservice hat nicht geholfen"},
	    {"unknown", "Die Hotline war die Katastrophe"},
	    {"unknown", "Le service est tr\xc3\xa8s mauvais et je ne suis pas content"},
	    {"unknown", "El pedido no ha llegado y nadie me responde, muy mal"},
	    {"unknown", "\xd0\x9e\xd1\x87\xd0\xb5\xd0\xbd\xd1\x8c "
			"\xd0\xbf\xd0\xbb\xd0\xbe\xd1\x85\xd0\xbe"},
	    {"unknown", "\xe3\x81\x82\xe3\x82\x8a\xe3\x81\x8c\xe3\x81\xa8\xe3\x81\x86"},
	    {"unknown", "constructor"},
	    {"neutral", "I spoke to J\xc3\xbcrgen about the account"},
	};
	struct reader r = {0};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		const char *got = judge(&r, cs_str_z(t[i].text));

		if (!ok(strcmp(got, t[i].label) == 0, "%s: %s", t[i].label, t[i].text))
			printf("#   got %s (%d): %s\n", got, r.m.score, cs_buf_cstr(&r.why));
	}
	reader_finish(&r);
}

/* Pinned: score, parts and places. A change here is a change of every customer's trend. */
static void
reasons(void)
{
	static const struct {
		const char *text;
		int score, pos, neg;
		const char *why;
	} t[] = {
	    {"It was terrible", -53, 0, 53, "terrible:-0.53@7-15"},
	    {"Great, 3 hours on hold", -65, 0, 65,
		"irony_great:-0.20@0-5;wait_3h:-0.34@7-14;on_hold:-0.11@15-22"},
	    {"Thanks for nothing", -44, 0, 44, "irony_thanks:-0.44@0-6"},
	    {"hardly helpful", -44, 0, 44, "not_helpful:-0.44@0-14"},
	    {"waited only 2 minutes", 20, 20, 0, "quick_2min:0.20@12-21"},
	    {"I called 4 times", -47, 0, 47, "times_4:-0.47@9-16"},
	    {"1/5 :(", -67, 0, 67, "rating_20%25:-0.41@0-3;%3A(:-0.26@4-6"},
	    {"the table is here", 0, 0, 0, ""},
	    {"\xe2\x80\x9cgood\xe2\x80\x9d", 46, 46, 0, "good:0.46@3-7"},
	};
	struct reader r = {0};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		(void)judge(&r, cs_str_z(t[i].text));
		is_int(r.m.score, t[i].score, "score of %s", t[i].text);
		is_int(r.m.pos, t[i].pos, "pos");
		is_int(r.m.neg, t[i].neg, "neg");
		is_slice(cs_buf_all(&r.why), t[i].why, "why");
	}
	reader_finish(&r);
}

/* More of the same is more. */
static void
order(void)
{
	static const struct {
		const char *less, *more;
	} t[] = {
	    {"good", "very good"},
	    {"good", "GOOD"},
	    {"good", "goooood"},
	    {"good", "good!"},
	    {"good!", "good!!!"},
	    {"slightly good", "good"},
	    {"good", "great"},
	    {"great", "great great great great"},
	    {"terrible", "bad"},
	    {"on hold for 3 hours", "on hold for 20 minutes"},
	    {"on hold for 20 minutes", "on hold for 5 minutes"},
	    {"called five times", "called twice"},
	    {"\xf0\x9f\x98\xa1\xf0\x9f\x98\xa1\xf0\x9f\x98\xa1", "\xf0\x9f\x98\xa1"},
	    {"Nice, but terrible", "Terrible, but nice"},
	};
	struct reader r = {0};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		int less, more;

		(void)judge(&r, cs_str_z(t[i].less));
		less = r.m.score;
		(void)judge(&r, cs_str_z(t[i].more));
		more = r.m.score;
		if (!ok(less < more, "%s is below %s", t[i].less, t[i].more))
			printf("#   %d and %d\n", less, more);
	}
	reader_finish(&r);
}

/* The sum of the parts in a why text, in hundredths. */
static int
sum_of(struct cs_str why)
{
	struct cs_str item;
	int sum = 0;

	while (why.n != 0 && cs_str_split(&why, ';', &item)) {
		size_t colon = cs_str_find(item, ':');
		struct cs_str n = cs_str_skip(item, colon + 1);
		bool minus = n.n != 0 && n.p[0] == '-';
		int v = 0;

		for (size_t i = minus; i < n.n && n.p[i] != '@'; i++)
			if (n.p[i] != '.')
				v = v * 10 + (n.p[i] - '0');
		sum += minus ? -v : v;
	}
	return sum;
}

static uint64_t seed = 1;

static unsigned
draw(unsigned n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % n;
}

/* Any words in any order: parts add up to the score, bounds hold, the same again is the same. */
static void
sums(void)
{
	static const char *const word[] = {"good", "bad", "not", "never", "very", "great", "thanks",
	    "for", "nothing", "but", "although", "on hold", "3 hours", "twice", "called",
	    "third time", "1/5", "5 stars", "!", "?", ".", ",", "\n", "should have been",
	    "would be", "please", "can you", "problem", "refund", "so", "such", "\xf0\x9f\x98\xa1",
	    ":)", "only", "10 minutes", "fixed", "the", "service", "EXCELLENT", "resolved",
	    "losing", "was told", "because", "oh", "another", "delay"};
	enum { N = sizeof word / sizeof *word };
	struct reader r = {0}, again = {0};
	struct cs_buf text = CS_BUF_INIT;
	bool adds = true, bounds = true, same = true, places = true;

	for (int i = 0; i < 3000; i++) {
		unsigned n = 1 + draw(i % 20 == 0 ? 400 : 25);

		cs_buf_reset(&text);
		for (unsigned k = 0; k < n; k++) {
			cs_buf_z(&text, word[draw(N)]);
			cs_buf_c(&text, ' ');
		}
		(void)judge(&r, cs_buf_all(&text));
		adds &= sum_of(cs_buf_all(&r.why)) == r.m.score;
		bounds &= r.m.pos >= 0 && r.m.neg >= 0 && r.m.pos + r.m.neg <= 100 &&
			  r.m.score == r.m.pos - r.m.neg;
		for (size_t k = 0; k < r.m.nwhy; k++)
			places &= r.m.why[k].from < r.m.why[k].to && r.m.why[k].to <= text.n;
		(void)judge(&again, cs_buf_all(&text));
		same &= cs_str_eq(cs_buf_all(&again.why), cs_buf_all(&r.why));
	}
	ok(adds, "the parts written add up to the score");
	ok(bounds, "strengths and score are within their bounds");
	ok(places, "reasons stand within the field");
	ok(same, "what was judged before does not matter");
	reader_finish(&r);
	reader_finish(&again);
	cs_buf_finish(&text);
}

/* Many reasons: the weakest are added up, and nothing is lost. */
static void
many(void)
{
	struct reader r = {0};
	struct cs_buf text = CS_BUF_INIT;
	struct cs_str rest, item;
	size_t n = 0;

	for (int i = 0; i < 60; i++)
		cs_buf_z(&text, i % 3 != 0 ? "terrible. " : "excellent. ");
	(void)judge(&r, cs_buf_all(&text));
	rest = cs_buf_all(&r.why);
	while (cs_str_split(&rest, ';', &item))
		n++;
	is_int(n, CS_WHY_MOST + 1, "as many reasons as are written, and the sum of the others");
	is_int(sum_of(cs_buf_all(&r.why)), r.m.score, "they add up");
	ok(cs_str_search(cs_buf_all(&r.why), CS_STR(";others:")) < r.why.n, "others are named");
	reader_finish(&r);
	cs_buf_finish(&text);
}

/* The score does not run to its end with length alone. */
static void
length(void)
{
	struct reader r = {0};
	struct cs_buf text = CS_BUF_INIT;
	int one;

	cs_buf_z(&text, "The delivery was late. ");
	(void)judge(&r, cs_buf_all(&text));
	one = r.m.score;
	for (int i = 0; i < 200; i++)
		cs_buf_z(&text, "I ordered the table on Monday and the chairs on Tuesday. ");
	(void)judge(&r, cs_buf_all(&text));
	ok(one < r.m.score && r.m.score <= 0, "one bad word in a long text weighs less");
	reader_finish(&r);
	cs_buf_finish(&text);
}

int
main(void)
{
	struct cs_err e = CS_ERR_INIT;

	cs_lexicon_init(&lex);
	is_int(cs_lexicon_builtin(&lex, &e), 0, "the built-in tables load: %s", e.msg);
	labels();
	reasons();
	order();
	sums();
	many();
	length();
	cs_lexicon_finish(&lex);
	return done();
}
