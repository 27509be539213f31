/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the generator's customers are called and say: see genworld.h. */
#include "intake/genworld.h"

enum { OPENERS = 3, TAILS = 6, QUOTES = 4, NAMES = 32 };

/* Why they came, in their words. Plain: no comma, quote or newline in any of these. */
static const char *const openers[CS_GEN_REASONS][OPENERS] = {
    [CS_GEN_INVOICE] = {"My invoice is wrong again", "I was charged twice this month",
	"There was a question about my bill"},
    [CS_GEN_PAYMENT] = {"The payment did not go through", "My card was declined",
	"I wanted to change how I pay"},
    [CS_GEN_REFUND] = {"I am still waiting for my refund", "The money did not come back",
	"I asked for a refund"},
    [CS_GEN_DELIVERY] = {"My parcel is late", "The order never arrived",
	"I wanted to know where my delivery is"},
    [CS_GEN_RETURN] = {"I sent an item back", "The return label did not work",
	"I had to return a pair of headphones"},
    [CS_GEN_WRONG_ITEM] = {"I got the wrong item", "The box was damaged",
	"Half of the order was missing"},
    [CS_GEN_SETUP] = {"I could not set up the device", "The app does not find my speaker",
	"Needed help with the installation"},
    [CS_GEN_FAULT] = {"The connection drops every evening", "It stopped working after the update",
	"The sound is gone on one side"},
    [CS_GEN_LOGIN] = {"I could not log in", "The password link has expired",
	"My account was locked"},
    [CS_GEN_ADDRESS] = {"I have moved to Zürich", "My address had to be changed",
	"Changed the name on the account"},
    [CS_GEN_CANCEL] = {"I want to cancel my contract",
	"I am thinking of switching to another company", "Please close my account"},
    [CS_GEN_UPGRADE] = {"I asked about the larger plan", "Called to upgrade",
	"I was offered a new contract"},
    [CS_GEN_QUESTION] = {"I had a short question", "Wanted to know if it works abroad",
	"Asked about the opening hours of the café"},
    [CS_GEN_FEE] = {"Why is there a new account fee", "Nobody told me about the service fee",
	"I was charged a fee that I never agreed to"},
    [CS_GEN_BROKEN] = {"My Router X2 is dead since yesterday", "The Router X2 keeps restarting",
	"No internet with the new Router X2"},
};

/* How it was: bad, so-so, good; and when nobody answered. */
static const char *const tails[4][TAILS] = {
    {"I waited far too long and nobody could help me", "the agent hung up on me",
	"this is the third time that I call about it",
	"the whole service is terrible and I am very disappointed",
	"was passed from one person to the next and nothing is solved",
	"useless answers read from a script"},
    {"the answer was okay but it took a while", "I will see whether it works now",
	"not sure that it is solved", "the agent was friendly but could not do much",
	"it could be faster", "we will find out next month"},
    {"great help and very friendly", "solved at once and explained well",
	"thank you so much for the quick answer", "the agent took the time to listen",
	"best service I have had in years", "everything works again - merci und danke schön"},
    {"nobody answered and I gave up", "I waited far too long for nothing",
	"it is impossible to reach anyone", "the line went dead after the music",
	"will try again later", "and no one picks up the phone"},
};

static const char *const quotes[QUOTES] = {
    "please wait", "it will be there tomorrow", "I will take care of it", "that is our policy"};

static const char *const first_names[NAMES] = {"Anna", "Ben", "Carla", "David", "Elif", "Felix",
    "Grace", "Henry", "Ines", "Jonas", "Katja", "Liam", "Mia", "Noah", "Olga", "Paul", "Quinn",
    "Rosa", "Samir", "Tessa", "Uwe", "Vera", "Wim", "Xenia", "Yusuf", "Zoë", "Amir", "Bianca",
    "Chloé", "Dmitri", "Emma", "Jürgen"};
static const char *const last_names[NAMES] = {"Adler", "Brown", "Costa", "Dubois", "Eriksen",
    "Fischer", "Garcia", "Horvat", "Ivanova", "Jansen", "Kaya", "Lopez", "Müller", "Novak",
    "Okafor", "Patel", "Quist", "Rossi", "Schmidt", "Tanaka", "Urban", "Vogel", "Weber", "Xu",
    "Yilmaz", "Zimmer", "Ahmed", "Becker", "Clark", "Dumont", "Évora", "Łukasz"};

static char *
add(char *p, const char *z)
{
	size_t n = strlen(z);

	memcpy(p, z, n);
	return p + n;
}

char *
cs_gen_comment(char *p, uint8_t reason, unsigned mood, unsigned form, uint64_t bits)
{
	const char *tail = tails[mood][cs_gen_below(bits >> 16, TAILS)];

	p = add(p, openers[reason][cs_gen_below(bits, OPENERS)]);
	switch (form) {
	case 1:
		p = add(p, ", ");
		break;
	case 2:
		p = add(p, ". They said \"");
		p = add(p, quotes[cs_gen_below(bits >> 32, QUOTES)]);
		p = add(p, "\". ");
		break;
	case 3:
		p = add(p, ".\n");
		break;
	default:
		p = add(p, ". ");
		break;
	}
	return add(p, tail);
}

void
cs_gen_person(struct cs_buf *b, uint64_t bits)
{
	cs_buf_z(b, first_names[cs_gen_below(bits, NAMES)]);
	cs_buf_c(b, ' ');
	cs_buf_z(b, last_names[cs_gen_below(bits >> 16, NAMES)]);
}
