/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The map of cs-chargeback: what it refuses, with the lines; and random maps over random contacts,
 * against every rule tried on every contact, in batches of any size.
 */
#include "charge/map.h"

#include "../tap.h"
#include "base/civil.h"
#include "base/mem.h"
#include "random.h"
#include "textfile.h"

enum { PART = 3600, RULES = 40, CONTACTS = 400, MAPS = 30, ROUND = 17 };

#define HEAD                                                                                       \
	"contact_id\tstarted_at\treason\tproduct\tthemes\twait_s\tchain_n_reason_7d\troot_"        \
	"reason\t"                                                                                 \
	"root_themes\troot_started_at"

/* What both know. 0: none. Themes: bits. */
struct contact {
	int reason, product, themes, wait, chain, day, root_reason, root_themes, root_day;
};

struct rule {
	int reason, product, theme, when, repeat, from, to; /* days; 0, 99: open */
	int nshare, owner[2], part[2], demand, preventable;
};

static struct rule rule[RULES];
static int nrule;

static const char *const when_text[] = {
    "\\N", "wait_s > 5", "reason = 'r1' or reason is null", "wait_s > 2 and product is not null"};

static struct cs_charge_map *
read_map(const char *text, const struct cs_head *head, struct cs_err *e)
{
	struct cs_charge_contacts contacts = {.env = {.head = head}};
	char *const file[] = {textfile_of(text)};

	cs_err_clear(e);
	return cs_charge_map_read(file, 1, &contacts, e);
}

/* What the rules of a number of things say, tried one after the other. */

static bool
when_holds(int when, const struct contact *c, bool root)
{
	const int reason = root ? c->root_reason : c->reason;

	switch (when) {
	case 1:
		return c->wait > 5;
	case 2:
		return reason == 1 || reason == 0;
	case 3:
		return c->wait > 2 && c->product != 0;
	default:
		return true;
	}
}

static bool
holds(const struct rule *r, const struct contact *c, bool root)
{
	const int reason = root ? c->root_reason : c->reason;
	const int themes = root ? c->root_themes : c->themes, day = root ? c->root_day : c->day;

	if (r->from != 0 || r->to != 99) {
		if (day == 0 || day < r->from || day >= r->to)
			return false;
	}
	return (r->reason == 0 || r->reason == reason) &&
	       (r->product == 0 || r->product == c->product) &&
	       (r->theme == 0 || (themes >> r->theme & 1) != 0) && when_holds(r->when, c, root);
}

static int
named(const struct rule *r)
{
	return (r->reason != 0) + (r->product != 0) + (r->theme != 0) + (r->when != 0);
}

static bool
same_shape(const struct rule *a, const struct rule *b)
{
	return (a->reason != 0) == (b->reason != 0) && (a->product != 0) == (b->product != 0) &&
	       (a->theme != 0) == (b->theme != 0);
}

static bool
says_the_same(const struct rule *a, const struct rule *b)
{
	bool same = a->nshare == b->nshare && a->demand == b->demand &&
		    a->preventable == b->preventable && a->reason == b->reason &&
		    a->product == b->product && a->theme == b->theme &&
		    (a->when == b->when || named(a) > 1 || a->when == 0);

	for (int i = 0; i < a->nshare && same; i++)
		same = a->owner[i] == b->owner[i] && a->part[i] == b->part[i];
	return same;
}

/* The rules that hold: how many of those that name most. -1: they cannot together. */
static int
try_all(const struct contact *c, bool root, bool repeat, const struct rule *hit[RULES])
{
	int n = 0, most = -1;

	for (int i = 0; i < nrule; i++) {
		if ((rule[i].repeat == 2) == repeat && holds(&rule[i], c, root))
			most = named(&rule[i]) > most ? named(&rule[i]) : most;
	}
	for (int i = 0; i < nrule; i++) {
		if ((rule[i].repeat == 2) == repeat && holds(&rule[i], c, root) &&
		    named(&rule[i]) == most)
			hit[n++] = &rule[i];
	}
	for (int i = 0; i < n; i++) {
		for (int k = 0; k < i; k++) {
			if (says_the_same(hit[i], hit[k]) && n == 2)
				continue;
			if (!same_shape(hit[i], hit[k]) || hit[i]->theme == 0 ||
			    hit[i]->theme == hit[k]->theme)
				return -1;
		}
	}
	return n;
}

/* The cause that rules without one have. */
static void
cause_text(const struct rule *r, int share, char text[64])
{
	int n = 0;

	text[0] = '\0';
	if (r->reason != 0)
		n += sprintf(text + n, "%sr%d", n != 0 ? " / " : "", r->reason);
	if (r->product != 0)
		n += sprintf(text + n, "%sp%d", n != 0 ? " / " : "", r->product);
	if (r->theme != 0)
		n += sprintf(text + n, "%st%d", n != 0 ? " / " : "", r->theme);
	if (n == 0 && r->when != 0)
		(void)sprintf(text, "%s", when_text[r->when]);
	else if (n == 0)
		(void)sprintf(text, "o%d", r->owner[share]);
}

/* Parts of PART that rules give to an owner and cause, and what a split gives. */
static bool
same_split(const struct rule *const *hit, int n, const struct cs_charge_split *s)
{
	int total = 0;

	if ((n == 0) != (s->n == 0))
		return false;
	if (n == 2 && says_the_same(hit[0], hit[1]))
		n = 1;
	for (size_t k = 0; k < s->n; k++) {
		const struct cs_charge_share *share = &s->share[k];
		int want = 0;

		for (int i = 0; i < n; i++) {
			for (int o = 0; o < hit[i]->nshare; o++) {
				char cause[64];

				cause_text(hit[i], o, cause);
				if (cs_str_eqz(share->cause, cause) &&
				    hit[i]->demand == (int)share->demand &&
				    hit[i]->preventable == share->preventable &&
				    share->owner.p[1] == '0' + hit[i]->owner[o])
					want += hit[i]->part[o] / n;
			}
		}
		if (want == 0 || share->num * (PART / share->den) != want)
			return false;
		total += want;
	}
	return s->n == 0 || total == PART;
}

static struct contact
random_contact(void)
{
	struct contact c = {(int)below(4), (int)below(4), (int)below(16) & 14, (int)below(10),
	    (int)below(4), (int)below(31), (int)below(4), (int)below(16) & 14, (int)below(31)};

	if (c.chain > 1 && c.root_day == 0) { /* nobody knows the first */
		c.root_reason = c.reason;
		c.root_themes = c.themes;
	}
	return c;
}

static void
add_name(struct cs_buf *b, char letter, int n, char end)
{
	if (n == 0)
		cs_buf_printf(b, "\\N%c", end);
	else
		cs_buf_printf(b, "%c%d%c", letter, n, end);
}

static void
add_themes(struct cs_buf *b, int themes)
{
	bool any = false;

	for (int i = 1; i < 4; i++) {
		if ((themes >> i & 1) != 0) {
			cs_buf_printf(b, "%st%d", any ? "," : "", i);
			any = true;
		}
	}
	cs_buf_c(b, '\t');
}

static void
add_day(struct cs_buf *b, int day, char end)
{
	if (day == 0)
		cs_buf_printf(b, "\\N%c", end);
	else
		cs_buf_printf(b, "2026-01-%02dT00:00:00Z%c", day, end);
}

static void
add_number(struct cs_buf *b, int n)
{
	if (n == 0)
		cs_buf_z(b, "\\N\t");
	else
		cs_buf_printf(b, "%d\t", n);
}

static void
add_contact(struct cs_buf *b, const struct contact *c, int number)
{
	const bool unknown = c->chain > 1 && c->root_day == 0;

	cs_buf_printf(b, "c%d\t", number);
	add_day(b, c->day, '\t');
	add_name(b, 'r', c->reason, '\t');
	add_name(b, 'p', c->product, '\t');
	add_themes(b, c->themes);
	cs_buf_printf(b, "%d\t", c->wait);
	add_number(b, c->chain);
	/* A text may be written in more ways than one. */
	if (c->root_reason == 1)
		cs_buf_z(b, unknown ? "\\N\t"
				    : "\\x72"
				      "1\t");
	else
		add_name(b, 'r', unknown ? 0 : c->root_reason, '\t');
	add_themes(b, unknown ? 0 : c->root_themes);
	add_day(b, c->root_day, '\n');
}

static bool
clashes(const struct rule *r)
{
	for (int i = 0; i < nrule; i++) {
		const struct rule *o = &rule[i];

		if (o->reason == r->reason && o->product == r->product && o->theme == r->theme &&
		    o->when == r->when && (o->repeat == 2) == (r->repeat == 2) && r->from < o->to &&
		    o->from < r->to)
			return true;
	}
	return false;
}

static void
random_rules(struct cs_buf *map)
{
	static const char *const demand[] = {"\\N", "value", "failure"};
	const int want = 1 + (int)below(RULES);

	nrule = 0;
	cs_buf_z(map, "owner\treason\tproduct\ttheme\twhen\trepeat\tvalid_from_at\tvalid_to_at\t"
		      "demand\tpreventable\tshare\n");
	for (int i = 0; i < want; i++) {
		struct rule r = {below(2) ? 0 : (int)below(4), below(3) ? 0 : (int)below(4),
		    below(3) == 0 ? 0 : (int)below(4), below(3) ? 0 : (int)below(4), (int)below(3),
		    0, 99, 1, {(int)below(5), 0}, {PART, 0}, (int)below(3), (int)below(3) - 1};

		if (below(2)) {
			r.from = (int)below(16);
			r.to = r.from + 1 + (int)below(15);
		}
		if (below(4) == 0) {
			r.nshare = 2;
			r.owner[1] = r.owner[0] + 1;
			r.part[0] = below(2) ? PART / 3 : PART * 2 / 5;
			r.part[1] = PART - r.part[0];
		}
		if (clashes(&r))
			continue;
		rule[nrule++] = r;
		for (int o = 0; o < r.nshare; o++) {
			cs_buf_printf(map, "o%d\t", r.owner[o]);
			add_name(map, 'r', r.reason, '\t');
			add_name(map, 'p', r.product, '\t');
			add_name(map, 't', r.theme, '\t');
			cs_buf_printf(map, "%s\t%s\t", when_text[r.when],
			    r.repeat == 2   ? "t"
			    : r.repeat == 1 ? "f"
					    : "\\N");
			add_day(map, r.from, '\t');
			add_day(map, r.to == 99 ? 0 : r.to, '\t');
			cs_buf_printf(map, "%s\t%s\t", demand[r.demand],
			    r.preventable < 0 ? "\\N"
			    : r.preventable   ? "t"
					      : "f");
			if (r.nshare == 1)
				cs_buf_z(map, below(2) ? "1" : "\\N");
			else if (r.part[0] == PART / 3)
				cs_buf_z(map, o == 0 ? "1/3" : "2/3");
			else
				cs_buf_z(map, o == 0 ? "0.4" : "6/10");
			cs_buf_c(map, '\n');
		}
	}
}

/* -1: its rules are at odds; else how many hold, as charged and by the first contact. */
static int
expect(const struct contact *c, const struct rule *charged[RULES], int *ncharged,
    const struct rule *original[RULES], int *noriginal)
{
	const bool repeat = c->chain > 1, root = repeat && c->root_day != 0;

	*noriginal = try_all(c, root, false, original);
	*ncharged = repeat ? try_all(c, false, true, charged) : 0;
	if (*noriginal < 0 || *ncharged < 0)
		return -1;
	if (*ncharged == 0) {
		*ncharged = *noriginal;
		memcpy((void *)charged, (const void *)original,
		    (size_t)*noriginal * sizeof(struct rule *));
	}
	return 0;
}

/* Contacts from `from` on, n of them, as a batch: how many are not what they should be. */
static int
match_some(struct cs_charge_matcher *m, const struct contact *c, int n, bool odd)
{
	struct cs_batch b = {.ncol = 10, .file = "calls.tsv", .row0 = 1};
	struct cs_charge_found found;
	struct cs_err e = CS_ERR_INIT;
	int wrong = 0, rc;

	for (int i = 0; i < n; i++)
		add_contact(&b.bytes, &c[i], i);
	(void)cs_buf_reserve(&b.bytes, CS_BATCH_BEYOND);
	if (cs_batch_split(&b, &e) != 0)
		exit(1);
	rc = cs_charge_match(m, &b, NULL, &found, &e);
	if (odd) {
		wrong = rc == 0 || e.status != CS_EXIT_DATA ||
			strstr(e.msg, "calls.tsv:2: two rules hold") == NULL;
	} else if (rc != 0) {
		printf("# %s\n", e.msg);
		wrong = n;
	}
	for (int i = 0; i < n && rc == 0; i++) {
		const struct rule *charged[RULES], *original[RULES];
		int ncharged, noriginal;

		if (expect(&c[i], charged, &ncharged, original, &noriginal) != 0 ||
		    !same_split(charged, ncharged, cs_charge_split(m, found.charged[i])) ||
		    !same_split(original, noriginal, cs_charge_split(m, found.original[i])) ||
		    found.repeat[i] != (c[i].chain > 1))
			wrong++;
	}
	cs_batch_finish(&b);
	return wrong;
}

static int matched, odd_ones, joints;

static int
one_map(const struct cs_head *head)
{
	static struct contact c[CONTACTS];
	struct cs_buf text = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_charge_map *map;
	struct cs_charge_matcher *m;
	int n = 0, odd = 0, wrong = 0;

	random_rules(&text);
	map = read_map(cs_buf_cstr(&text), head, &e);
	if (map == NULL) {
		printf("# %s\n", e.msg);
		return 1;
	}
	m = cs_charge_matcher_create(map);
	while (n < CONTACTS) {
		const struct rule *charged[RULES], *original[RULES];
		int ncharged, noriginal;

		c[n] = random_contact();
		if (expect(&c[n], charged, &ncharged, original, &noriginal) != 0) {
			wrong += match_some(m, &c[n], 1, true);
			if (++odd == CONTACTS)
				break;
			continue;
		}
		joints += ncharged > 1;
		n++;
	}
	matched += n;
	odd_ones += odd;
	for (int size = 1; size <= ROUND && wrong == 0; size++) {
		for (int at = 0; at < n; at += size)
			wrong += match_some(m, c + at, n - at < size ? n - at : size, false);
	}
	if (wrong != 0)
		printf("# %d wrong:\n# %s\n", wrong, cs_buf_cstr(&text));
	cs_charge_matcher_destroy(m);
	cs_charge_map_destroy(map);
	cs_buf_finish(&text);
	return wrong;
}

static void
test_random(const struct cs_head *head)
{
	int wrong = 0;

	seed = 20261123;
	for (int i = 0; i < MAPS && wrong == 0; i++)
		wrong += one_map(head);
	is_int(wrong, 0, "as every rule tried on every contact says: %d contacts", matched);
	ok(matched > 1000 && odd_ones > 100 && joints > 100,
	    "some with joint causes, %d, some at odds, %d", joints, odd_ones);
}

#define NO_OWNER ":2: column owner: there is none, so the rule charges nobody"

/* A map that is refused, and what is said. */
static void
test_refused(const struct cs_head *head)
{
	static const struct {
		const char *map, *says;
		int status;
	} t[] = {
	    {"reason\tshare\nfee\t1\n", ": no column owner", 65},
	    {"reason\towner\nfee\t\\N\n", NO_OWNER, 65},
	    {"reason\towner\nfee\t\n", NO_OWNER, 65},
	    {"reason\towner\tshare\nfee\ta\t0.5\n", ":2: the shares add up to 1/2, not to 1", 65},
	    {"reason\towner\tshare\nfee\ta\t0.5\nfee\tb\t0.4\n",
		":3: the shares add up to 9/10, not to 1", 65},
	    {"reason\towner\tshare\nfee\ta\t2/3\nfee\tb\t2/3\n",
		":3: the shares add up to 4/3, not to 1", 65},
	    {"reason\towner\tshare\nfee\ta\t1\nfee\tb\t1\n", ":3: the shares add up to 2,", 65},
	    {"reason\towner\tshare\nfee\ta\t1/3\nfee\tb\t\\N\n",
		":3: two rules for the same contacts at the same time", 65},
	    {"reason\towner\nfee\ta\nfee\ta\n",
		":3: two rules for the same contacts at the same time", 65},
	    {"reason\towner\tshare\nfee\ta\t0\n", ":2: column share: '0' is no share", 65},
	    {"reason\towner\tshare\nfee\ta\t-1\n", ":2: column share: '-1' is no share", 65},
	    {"reason\towner\tshare\nfee\ta\t3/2\n", ":2: column share: '3/2' is no share", 65},
	    {"reason\towner\tshare\nfee\ta\t1/0\n", ":2: column share: '1/0' is no share", 65},
	    {"reason\towner\tshare\nfee\ta\t60%\n", ":2: column share: '60%' is no share", 65},
	    {"reason\towner\tvalid_from_at\tvalid_to_at\nfee\ta\t2026-01-01\t2026-03-01\n"
	     "fee\tb\t2026-02-28\t\\N\n",
		":3: two rules for the same contacts overlap in time", 65},
	    {"reason\towner\tvalid_from_at\nfee\tb\t2026-01-01\nfee\ta\t\\N\n",
		":2: two rules for the same contacts overlap in time", 65},
	    {"reason\towner\tvalid_from_at\tvalid_to_at\nfee\ta\t2026-03-01\t2026-03-01\n",
		":2: valid_to_at is not later than valid_from_at", 65},
	    {"reason\towner\tvalid_to_at\nfee\ta\tsoon\n", ":2: column valid_to_at: 'soon'", 65},
	    {"reason\towner\tdemand\nfee\ta\tbad\n",
		":2: column demand: 'bad' is not value or failure", 65},
	    {"reason\towner\tpreventable\nfee\ta\tyes\n",
		":2: column preventable: 'yes' is not t or f", 65},
	    {"produkt\towner\nfee\ta\n", "produkt", 2},
	    {"started_at\towner\nx\ta\n", "rules cannot name values of instants", 2},
	    {"theme\tthemes\towner\nx\ty\ta\n", "column themes is there twice", 65},
	    {"when\towner\nwait_s >\ta\n", ":2: ", 65},
	    {"when\towner\nwait_s + 1\ta\n", ":2: ", 65},
	    {"when\towner\nnobody = 'x'\ta\n", ":2: ", 65},
	    {"when\towner\nwait_s>5\ta\n(wait_s > 5)\tb\n", ":3: two rules for the same", 65},
	    {"reason\towner\n", NULL, 0},
	    {"reason\towner\tnote\nfee\ta\tas said\n\tb\tall others\n", NULL, 0},
	    {"reason\towner\tshare\nfee\ta\t1/3\nfee\tb\t1/3\nfee\tc\t1/3\n", NULL, 0},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct cs_charge_map *m = read_map(t[i].map, head, &e);

		ok((m == NULL) == (t[i].says != NULL) && e.status == t[i].status &&
			(m != NULL || strstr(e.msg, t[i].says) != NULL),
		    "map %zu: %s", i, m == NULL ? e.msg : "good");
		cs_charge_map_destroy(m);
	}
}

/* Keys read back are what they were; others are refused. */
static void
test_keys(void)
{
	static const char *const bad[] = {"", "x", "1/1\\ta\\tb\\t\\t", "1/2\\ta\\tb\\t\\t\\n",
	    "1/1\\t\\tb\\t\\t\\n", "2/1\\ta\\tb\\t\\t\\n", "1/1\\ta\\tb\\tmuch\\t\\n",
	    "1/1\\ta\\tb\\t\\tx\\n", "1/1\\ta\\tb\\t\\t\\t\\n", "joint\\n"};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_charge_split s;
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		cs_err_clear(&e);
		ok(cs_charge_split_read(&a, cs_str_z(bad[i]), &s, &e) != 0 && e.status == 65,
		    "no key: '%s'", bad[i]);
	}
	cs_err_clear(&e);
	ok(cs_charge_split_read(&a, CS_STR("\\N"), &s, &e) == 0 && s.n == 0, "unmapped");
	ok(cs_charge_split_read(&a,
	       CS_STR("joint\\n1/3\\tA \\\\\\\\ B\\tx\\tfailure\\tt\\n2/3\\tC\\ty\\t\\t\\n"), &s,
	       &e) == 0 &&
		s.n == 2 && s.joint,
	    "two, joint");
	is_slice(s.share[0].owner, "A \\\\ B", "a name with a backslash, as in a cell");
	ok(s.share[0].num == 1 && s.share[0].den == 3 && s.share[0].preventable == 1 &&
		s.share[0].demand == CS_DEMAND_FAILURE && s.share[1].preventable == -1,
	    "its figures");
	cs_arena_finish(&a);
}

int
main(void)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_err e = CS_ERR_INIT;

	textfile_begin();
	if (cs_head_parse(&head, CS_STR(HEAD), &e) != 0)
		return 1;
	test_refused(&head);
	test_keys();
	test_random(&head);
	cs_head_finish(&head);
	textfile_end();
	return done();
}
