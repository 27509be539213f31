/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is who: cases told one by one, and random equalities against closures by brute force, read in
 * any order, from files in pieces of any size.
 */
#include "person/identityread.h"

#include "base/civil.h"

#include "../feed.h"
#include "../tap.h"
#include "random.h"

/* Files, one after the other, up to NULL. */
static int
read_files(struct cs_identity *g, struct cs_idkinds *k, const char *const *text, size_t piece,
    struct cs_identity_account *account, struct cs_err *e)
{
	int r = 0;

	for (size_t i = 0; text[i] != NULL && r == 0; i++) {
		struct feed f;

		feed_start(&f, text[i], strlen(text[i]), piece);
		r = cs_identity_read(g, k, f.path, account, e);
		feed_stop(&f);
	}
	return r;
}

static const char whose[] =
    "customer_id\tid_kind\tid_value\tvalid_from_at\tvalid_to_at\n"
    "C1\tphone\t030 1111111\t\\N\t\\N\n"
    "C1\temail\tErika@Example.org\t\\N\t\\N\n"
    "W1\temail\terika@example.ORG\t\\N\t\\N\n"		  /* the same address: the same customer */
    "C2\tphone\t030 2222222\t\\N\t2026-03-01T00:00:00Z\n" /* a number that is handed on */
    "C3\tphone\t+49 30 2222222\t2026-04-01T00:00:00Z\t\\N\n"
    "C4\tphone\t030 4444444\t\\N\t\\N\n" /* a family */
    "C5\tphone\t030 4444444\t\\N\t\\N\n"
    "C6\taccount\tA6\t2026-02-01T00:00:00Z\t\\N\n" /* an account of another system */
    "C7\tdevice\td7\t\\N\t\\N\n"
    "S1\tphone\t030 9999999\t\\N\t\\N\n" /* a switchboard */
    "S2\tphone\t030 9999999\t\\N\t\\N\n"
    "S3\tphone\t030 9999999\t\\N\t\\N\n"
    "S4\tphone\t030 9999999\t\\N\t2026-02-01T00:00:00Z\n"
    "X1\taccount\t0\t\\N\t\\N\n" /* a placeholder */
    "X2\taccount\t0\t\\N\t\\N\n"
    "X3\taccount\t0\t\\N\t\\N\n"
    "X4\taccount\t0\t\\N\t\\N\n"
    "C8\tloyalty\t77\t\\N\t\\N\n"
    "C9\tphone\tno number\t\\N\t\\N\n"
    "C9\tphone\t12\t\\N\t\\N\n"
    "C9\t\\N\t12\t\\N\t\\N\n"
    "C9\tphone\t030 1212121\t2026-01-01T00:00:00Z\t2026-01-01T00:00:00Z\n"
    "C8\taccount\tC8\t\\N\t\\N\n";

static const char equal[] = "id_kind\tid_value\tsame_kind\tsame_value\n"
			    "phone\t0170 1234567\tdevice\td7\n" /* a chain */
			    "account\tB6\taccount\tA6\n"
			    "email\tx@example.org\temail\ty@example.org\n"
			    "email\ty@example.org\tphone\t030 4444444\n"
			    "phone\t0171 7777777\tphone\t0171 8888888\n";

static const struct {
	const char *kind, *value, *at, *want; /* "C1 near", "C4 C5", "shared" ... */
} asked[] = {
    {"phone", "+49301111111", "2026-02-15T00:00:00Z", "C1 near"},
    {"phone", "00493 01111111", NULL, "C1 near"},
    {"email", "ERIKA@example.org", "2026-02-15T00:00:00Z", "C1 near"},
    {"account", "C1", "2026-02-15T00:00:00Z", "C1 near"},
    {"account", "W1", "2026-02-15T00:00:00Z", "C1"},
    {"phone", "0302222222", "2026-02-28T23:59:59.999999Z", "C2 near"},
    {"phone", "0302222222", "2026-03-01T00:00:00Z", "unknown"},
    {"phone", "0302222222", "2026-03-31T23:59:59Z", "unknown"},
    {"phone", "0302222222", "2026-04-01T00:00:00Z", "C3 near"},
    {"phone", "0302222222", NULL, "unknown"},
    {"account", "C2", "2026-02-15T00:00:00Z", "C2 near"},
    {"phone", "0304444444", "2026-02-15T00:00:00Z", "C4 C5"},
    {"account", "C4", "2026-02-15T00:00:00Z", "C4 near"},
    {"account", "A6", "2026-02-15T00:00:00Z", "C6 near"},
    {"account", "A6", "2026-01-15T00:00:00Z", "A6 near"},
    {"account", "B6", "2026-02-15T00:00:00Z", "C6"},
    {"account", "B6", "2026-01-15T00:00:00Z", "A6 near"},
    {"account", "C6", "2026-02-15T00:00:00Z", "C6 near"},
    {"device", "d7", "2026-02-15T00:00:00Z", "C7 near"},
    {"phone", "+491701234567", "2026-02-15T00:00:00Z", "C7"},
    {"phone", "0309999999", "2026-01-15T00:00:00Z", "shared"},
    {"phone", "0309999999", "2026-02-15T00:00:00Z", "S1 S2 S3"},
    {"account", "0", "2026-02-15T00:00:00Z", "shared"},
    {"account", "X1", "2026-02-15T00:00:00Z", "X1 near"},
    {"loyalty", "77", "2026-02-15T00:00:00Z", "C8 near"},
    {"account", "C8", "2026-02-15T00:00:00Z", "C8 near"},
    {"email", "x@example.org", "2026-02-15T00:00:00Z", "C4 C5"},
    {"phone", "01717777777", "2026-02-15T00:00:00Z", "unknown"},
};

/* The answer as a text. */
static void
ask(const struct cs_identity *g, uint32_t node, int64_t at, struct cs_buf *out)
{
	static struct cs_identity_walk w;
	static const char *const word[] = {[CS_IDENTITY_SHARED] = "shared",
	    [CS_IDENTITY_LARGE] = "large",
	    [CS_IDENTITY_UNKNOWN] = "unknown"};
	enum cs_identity_state state = cs_identity_at(g, &w, node, at);

	cs_buf_reset(out);
	for (size_t i = 0; i < w.n; i++) {
		cs_buf_z(out, i != 0 ? " " : "");
		cs_buf_str(out, cs_map_key(&g->account, w.customer[i]));
	}
	if (state == CS_IDENTITY_FOUND	   ? w.n != 1
	    : state == CS_IDENTITY_SEVERAL ? w.n < 2
					   : w.n != 0)
		cs_buf_z(out, " inconsistent");
	if (state == CS_IDENTITY_FOUND)
		cs_buf_z(out, w.near ? " near" : "");
	else if (state != CS_IDENTITY_SEVERAL)
		cs_buf_z(out, word[state]);
}

static uint32_t
find(const struct cs_identity *g, struct cs_idkinds *k, const char *kind, const char *value)
{
	int id = cs_idkind_add(k, cs_str_z(kind));
	struct cs_buf b = CS_BUF_INIT;
	uint32_t node;

	if (id != CS_IDKIND_ACCOUNT)
		cs_buf_c(&b, (char)id);
	if (cs_idkind_read(k, &id, cs_str_z(value), &b) != CS_ID_READ)
		abort();
	node = cs_map_find(id == CS_IDKIND_ACCOUNT ? &g->account : &g->other, cs_buf_all(&b));
	cs_buf_finish(&b);
	if (node == CS_MAP_NONE)
		abort();
	return node << 1 | (id != CS_IDKIND_ACCOUNT);
}

static void
cases(size_t piece)
{
	const char *const text[] = {whose, equal, NULL};
	struct cs_idkinds k;
	struct cs_identity g;
	struct cs_identity_account account = {.rows = 0};
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf got = CS_BUF_INIT;

	cs_idkinds_init(&k, cs_country_find(CS_STR("DE")));
	cs_identity_init(&g, &k, 3);
	is_int(read_files(&g, &k, text, piece, &account, &e), 0, "pieces of %zu: read %s", piece,
	    e.msg);
	cs_identity_seal(&g);
	for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
		int64_t at = CS_IDENTITY_EVER;

		if (asked[i].at != NULL && !cs_time_parse(cs_str_z(asked[i].at), &at))
			abort();
		ask(&g, find(&g, &k, asked[i].kind, asked[i].value), at, &got);
		is_slice(cs_buf_all(&got), asked[i].want, "%s %s at %s", asked[i].kind,
		    asked[i].value, asked[i].at != NULL ? asked[i].at : "no time");
	}
	is_int(account.rows, 28, "rows");
	is_int(account.unread, 1, "one not read");
	is_int(account.nothing, 2, "two say nothing");
	is_int(account.never, 1, "one holds at no time");
	ok(strstr(cs_buf_cstr(&account.first), ":21: phone '12'") != NULL, "shown: %s",
	    cs_buf_cstr(&account.first));
	cs_buf_finish(&account.first);
	cs_buf_finish(&got);
	cs_identity_finish(&g);
	cs_idkinds_finish(&k);
}

static const struct {
	const char *text, *want;
} bad[] = {
    {"customer_id\tid_kind\nC1\tphone\n", "id_value"},
    {"id_kind\tid_value\nphone\t030 1\n", "neither customer_id"},
    {"customer_id\tid_kind\tid_value\tvalid_from_at\tvalid_to_at\nC1\taccount\tx\t"
     "2026-02-01T00:00:00Z\t2026-01-01T00:00:00Z\n",
	":2: valid_to_at is before valid_from_at"},
    {"customer_id\tid_kind\tid_value\tvalid_from_at\nC1\taccount\tx\tyesterday\n",
	":2: column valid_from_at: 'yesterday' is not an instant"},
    {"customer_id\tid_kind\tid_value\nC1\taccount\n", "2"},
};

static void
errors(void)
{
	struct cs_buf many = CS_BUF_INIT;
	const char *text[2] = {NULL, NULL};

	for (size_t i = 0; i <= sizeof bad / sizeof bad[0]; i++) {
		bool last = i == sizeof bad / sizeof bad[0];
		struct cs_idkinds k;
		struct cs_identity g;
		struct cs_identity_account account = {.rows = 0};
		struct cs_err e = CS_ERR_INIT;

		cs_buf_z(&many, "customer_id\tid_kind\tid_value\n");
		for (int n = 0; n < 300; n++)
			cs_buf_printf(&many, "C1\tkind%d\tx\n", n);
		text[0] = last ? cs_buf_cstr(&many) : bad[i].text;
		cs_idkinds_init(&k, cs_country_find(CS_STR("DE")));
		cs_identity_init(&g, &k, 3);
		ok(read_files(&g, &k, text, 4096, &account, &e) != 0 &&
			strstr(e.msg, last ? "more than 250 kinds" : bad[i].want) != NULL,
		    "refused: %s", e.msg);
		cs_buf_finish(&account.first);
		cs_identity_finish(&g);
		cs_idkinds_finish(&k);
	}
	cs_buf_finish(&many);
}

/* ---- random equalities, and closures by brute force ---- */

enum { ACCOUNTS = 6, OTHERS = 8, NODES = ACCOUNTS + OTHERS, EDGES = 24, TIMES = 5, SHARED = 2 };

struct said {
	int a, b; /* 0 .. NODES - 1: accounts first */
	bool named;
	int64_t from, until;
};

struct world {
	struct said said[EDGES];
	int n;
};

/* Of others two are addresses, which merge. */
static bool
brute_merges(int node)
{
	return node < ACCOUNTS + 2;
}

static void
make_world(struct world *w)
{
	w->n = 1 + below(EDGES);
	for (int i = 0; i < w->n; i++) {
		struct said *s = &w->said[i];

		s->a = below(NODES);
		s->b = below(NODES);
		s->named = s->a < ACCOUNTS && below(2) == 0;
		s->from = below(2) != 0 ? CS_IDENTITY_EVER : below(TIMES);
		s->until = below(2) != 0 ? CS_IDENTITY_NEVER : below(TIMES) + 1;
		if (s->from != CS_IDENTITY_EVER && s->until <= s->from)
			s->until = s->from + 1;
	}
}

static bool
brute_holds(const struct said *s, int64_t at)
{
	return at == CS_IDENTITY_EVER ? s->from == CS_IDENTITY_EVER && s->until == CS_IDENTITY_NEVER
				      : s->from <= at && at < s->until;
}

/* What holds at an instant, as matrices; and what is no identity then. */
struct moment {
	bool equal[NODES][NODES], shared[NODES];
};

static void
make_moment(const struct world *w, int64_t at, struct moment *m)
{
	bool claims[NODES][NODES] = {{false}};

	memset(m, 0, sizeof *m);
	for (int i = 0; i < w->n; i++) {
		const struct said *s = &w->said[i];

		if (!brute_holds(s, at) || s->a == s->b)
			continue;
		m->equal[s->a][s->b] = m->equal[s->b][s->a] = true;
		claims[s->b][s->a] |= s->named;
	}
	for (int i = 0; i < NODES; i++) {
		int n = 0;

		for (int k = 0; k < ACCOUNTS; k++)
			n += i < ACCOUNTS ? claims[i][k] : m->equal[i][k];
		m->shared[i] = n > SHARED;
	}
}

/* Everything that x reaches, going over `through` alone; x itself as well. */
static void
brute_reach(const struct moment *m, int x, const bool *through, bool *reached)
{
	bool more = true;

	memset(reached, 0, NODES * sizeof *reached);
	reached[x] = true;
	while (more) {
		more = false;
		for (int i = 0; i < NODES; i++)
			for (int k = 0; k < NODES; k++)
				if (reached[i] && through[i] && m->equal[i][k] && !m->shared[k] &&
				    !reached[k])
					reached[k] = more = true;
	}
}

/* The best account of a class of accounts. */
static int
brute_best(const struct world *w, const bool *reached)
{
	bool named[ACCOUNTS] = {false};
	int best = -1;

	for (int i = 0; i < w->n; i++)
		if (w->said[i].named)
			named[w->said[i].a] = true;
	for (int i = 0; i < ACCOUNTS; i++)
		if (reached[i] && (best < 0 || (named[i] && !named[best])))
			best = i;
	return best;
}

static void
brute_ask(const struct world *w, int x, int64_t at, struct cs_buf *out)
{
	struct moment m;
	bool up[NODES], one[NODES], others[NODES], merging[NODES], is[ACCOUNTS] = {false};
	int n = 0, last = -1;

	cs_buf_reset(out);
	make_moment(w, at, &m);
	for (int i = 0; i < NODES; i++) {
		others[i] = i >= ACCOUNTS;
		merging[i] = brute_merges(i);
	}
	if (m.shared[x]) {
		cs_buf_z(out, "shared");
		return;
	}
	/* Up to accounts through what is none; then all that merges with them. */
	brute_reach(&m, x, others, up);
	for (int a = 0; a < ACCOUNTS; a++) {
		if (!up[a])
			continue;
		for (int i = 0; i < NODES; i++) /* ways end where nothing merges */
			for (int k = 0; k < NODES && !merging[i]; k++)
				m.equal[i][k] = m.equal[k][i] = false;
		brute_reach(&m, a, merging, one);
		is[brute_best(w, one)] = true;
	}
	make_moment(w, at, &m);
	for (int i = 0; i < ACCOUNTS; i++) {
		if (!is[i])
			continue;
		cs_buf_printf(out, "%sC%d", n++ != 0 ? " " : "", i);
		last = i;
	}
	if (n == 0)
		cs_buf_z(out, "unknown");
	else if (n == 1 && (x == last || m.equal[x][last]))
		cs_buf_z(out, " near");
}

/* The graph of a world, its equalities and nodes in a random order. */
static void
build(const struct world *w, struct cs_identity *g, const struct cs_idkinds *k, uint32_t *node)
{
	struct world mixed = *w;

	cs_identity_init(g, k, SHARED);
	for (int i = 0; i < NODES; i++)
		node[i] = CS_IDENTITY_NONE;
	for (int left = NODES; left > 0;) {
		int i = below(NODES);
		char name[16];

		if (node[i] != CS_IDENTITY_NONE)
			continue;
		if (i < ACCOUNTS)
			(void)snprintf(name, sizeof name, "C%d", i);
		else
			(void)snprintf(name, sizeof name, "%c%d",
			    (char)(brute_merges(i) ? k->email : k->phone), i);
		node[i] = cs_map_add(i < ACCOUNTS ? &g->account : &g->other, cs_str_z(name)) << 1 |
			  (i >= ACCOUNTS);
		left--;
	}
	for (int n = mixed.n; n > 0; n--) {
		int i = below(n);
		const struct said s = mixed.said[i];

		mixed.said[i] = mixed.said[n - 1];
		if (!s.named && below(2) == 0)
			cs_identity_equal(g, node[s.b], node[s.a], false, s.from, s.until);
		else
			cs_identity_equal(g, node[s.a], node[s.b], s.named, s.from, s.until);
		if (below(4) == 0)
			cs_identity_equal(g, node[s.a], node[s.b], s.named, s.from, s.until);
	}
	cs_identity_seal(g);
}

static void
random_worlds(void)
{
	struct cs_idkinds k;
	struct cs_buf got = CS_BUF_INIT, want = CS_BUF_INIT;
	unsigned wrong = 0, several = 0, found = 0;

	cs_idkinds_init(&k, cs_country_find(CS_STR("DE")));
	for (int round = 0; round < 20000; round++) {
		struct world w;
		struct cs_identity g;
		uint32_t node[NODES];

		make_world(&w);
		build(&w, &g, &k, node);
		for (int x = 0; x < NODES; x++) {
			int64_t at = below(4) == 0 ? CS_IDENTITY_EVER : below(TIMES);

			ask(&g, node[x], at, &got);
			brute_ask(&w, x, at, &want);
			several += cs_str_find(cs_buf_all(&want), ' ') + 4 < want.n - 1;
			found += want.n > 0 && want.p[0] == 'C';
			if (!cs_str_eq(cs_buf_all(&got), cs_buf_all(&want)) && wrong++ < 3)
				printf("# node %d: got %s, want %s\n", x, cs_buf_cstr(&got),
				    cs_buf_cstr(&want));
		}
		cs_identity_finish(&g);
	}
	is_int(wrong, 0, "random equalities: as by brute force");
	ok(found > 10000 && several > 1000, "with %u found, %u long answers", found, several);
	cs_idkinds_finish(&k);
	cs_buf_finish(&got);
	cs_buf_finish(&want);
}

/* A chain of accounts without end: given up, in no time, but for what is near its end. */
static void
large(void)
{
	enum { LONG = 100000 };
	struct cs_idkinds k;
	struct cs_identity g;
	struct cs_buf got = CS_BUF_INIT;
	uint32_t before = 0;

	cs_idkinds_init(&k, cs_country_find(CS_STR("DE")));
	cs_identity_init(&g, &k, 5);
	for (int i = 0; i < LONG; i++) {
		char name[16];
		uint32_t node;

		(void)snprintf(name, sizeof name, "C%d", i);
		node = cs_map_add(&g.account, cs_str_z(name)) << 1;
		if (i != 0)
			cs_identity_equal(
			    &g, before, node, true, CS_IDENTITY_EVER, CS_IDENTITY_NEVER);
		before = node;
	}
	cs_identity_equal(&g, 0, 0, true, CS_IDENTITY_EVER, CS_IDENTITY_NEVER);
	cs_identity_seal(&g);
	ask(&g, 0, 0, &got);
	is_slice(cs_buf_all(&got), "large", "a customer without end is none");
	ok(cs_identity_bytes(&g) < (size_t)LONG * 150, "%zu bytes for %d accounts",
	    cs_identity_bytes(&g), (int)LONG);
	cs_identity_finish(&g);
	cs_idkinds_finish(&k);
	cs_buf_finish(&got);
}

/* A telephone and an account that many had, one after the other, and that one has now. */
static void
handed_on(int many, const char *want_phone, const char *want_account)
{
	struct cs_idkinds k;
	struct cs_identity g;
	struct cs_buf got = CS_BUF_INIT;
	uint32_t phone, zero;

	cs_idkinds_init(&k, cs_country_find(CS_STR("DE")));
	cs_identity_init(&g, &k, 5);
	cs_buf_printf(&got, "%c+4930123456", (char)k.phone);
	phone = cs_map_add(&g.other, cs_buf_all(&got)) << 1 | CS_IDENTITY_OTHER;
	zero = cs_map_add(&g.account, CS_STR("0")) << 1;
	for (int i = 0; i < many; i++) {
		uint32_t node;

		cs_buf_reset(&got);
		cs_buf_printf(&got, "C%d", i);
		node = cs_map_add(&g.account, cs_buf_all(&got)) << 1;
		cs_identity_equal(&g, node, phone, true, i, i + 1);
		cs_identity_equal(&g, node, zero, true, i, i + 1);
	}
	cs_identity_seal(&g);
	ask(&g, phone, 7, &got);
	is_slice(cs_buf_all(&got), want_phone, "a telephone of %d in turn", many);
	ask(&g, zero, 7, &got);
	is_slice(cs_buf_all(&got), want_account, "an account of %d in turn", many);
	ask(&g, zero + 2 * 8, 7, &got);
	is_slice(cs_buf_all(&got), "C7 near", "one of them");
	ask(&g, zero + 2 * 9, 7, &got);
	is_slice(cs_buf_all(&got), "C8 near", "another");
	cs_identity_finish(&g);
	cs_idkinds_finish(&k);
	cs_buf_finish(&got);
}

int
main(void)
{
	seed = 20261122;
	for (size_t piece = 1; piece < 10; piece += piece)
		cases(piece);
	cases(100000);
	errors();
	random_worlds();
	large();
	handed_on(2000, "C7 near", "C7 near");
	handed_on(CS_IDENTITY_LOOKED + 1, "shared", "shared");
	return done();
}
