/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slices, buffers, arenas, the hash map, whole numbers, errors: the ground of base. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/num.h"
#include "base/str.h"

#include <errno.h>

#include "../tap.h"

static void
slices(void)
{
	static const struct {
		const char *a, *b;
		unsigned limit, want;
	} near[] = {
	    {"wait_s", "wait_s", 3, 0},
	    {"wiat_s", "wait_s", 3, 1},
	    {"wait", "wait_s", 3, 2},
	    {"WAIT_S", "wait_s", 3, 0},
	    {"", "abc", 3, 3},
	    {"abc", "xyz", 2, 3},
	    {"ab", "ba", 3, 1},
	};
	struct cs_str rest = CS_STR("a,,b"), piece;

	ok(cs_str_cmp(CS_STR("ab"), CS_STR("abc")) < 0, "a prefix sorts first");
	ok(cs_str_cmp(CS_STR("\xff"), CS_STR("a")) > 0, "bytes compare unsigned");
	ok(cs_str_cmp(cs_str(NULL, 0), CS_STR("")) == 0, "empty slices are equal");
	ok(cs_str_ieq(CS_STR("Ticket Id"), CS_STR("TICKET ID")), "ASCII case apart");
	ok(!cs_str_ieq(CS_STR("a"), CS_STR("ab")), "lengths differ");
	ok(cs_str_starts(CS_STR("wait_s"), CS_STR("wait")) &&
		!cs_str_starts(CS_STR("w"), CS_STR("wa")),
	    "starts");
	ok(cs_str_ends(CS_STR("wait_s"), CS_STR("_s")) && !cs_str_ends(CS_STR("s"), CS_STR("_s")),
	    "ends");
	is_int(cs_str_search(CS_STR("hello"), CS_STR("llo")), 2, "search finds");
	is_int(cs_str_search(CS_STR("hello"), CS_STR("lox")), 5, "search misses");
	is_slice(cs_str_trim(CS_STR(" \t x y\r\n")), "x y", "trim");
	is_slice(cs_str_trim(CS_STR(" \t ")), "", "trim to nothing");
	is_slice(cs_str_skip(CS_STR("abc"), 9), "", "skip beyond the end");
	ok(cs_str_split(&rest, ',', &piece) && cs_str_eqz(piece, "a"), "split: first");
	ok(cs_str_split(&rest, ',', &piece) && piece.n == 0, "split: empty piece");
	ok(cs_str_split(&rest, ',', &piece) && cs_str_eqz(piece, "b"), "split: last");
	ok(!cs_str_split(&rest, ',', &piece), "split: used up");
	for (size_t i = 0; i < sizeof near / sizeof *near; i++)
		is_int(cs_str_distance(cs_str_z(near[i].a), cs_str_z(near[i].b), near[i].limit),
		    near[i].want, "distance %s %s", near[i].a, near[i].b);
}

static void
numbers(void)
{
	static const struct {
		const char *text;
		bool good;
		int64_t value;
	} t[] = {
	    {"0", true, 0},
	    {"-0", true, 0},
	    {"007", true, 7},
	    {"", false, 0},
	    {"-", false, 0},
	    {"+1", false, 0},
	    {" 1", false, 0},
	    {"1 ", false, 0},
	    {"1.0", false, 0},
	    {"1e3", false, 0},
	    {"0x1", false, 0},
	    {"9223372036854775807", true, INT64_MAX},
	    {"9223372036854775808", false, 0},
	    {"-9223372036854775808", true, INT64_MIN},
	    {"-9223372036854775809", false, 0},
	    {"999999999999999999", true, 999999999999999999},
	    {"00000000000000000000000000000000000000000000000001", true, 1},
	    {"99999999999999999999999999999999999999999999999999", false, 0},
	    {"12a", false, 0},
	};
	char p[CS_NUM_I128_MAX];
	cs_i128 wide;
	int64_t none;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		int64_t v = 42;
		bool good = cs_num_i64(cs_str_z(t[i].text), &v);

		ok(good == t[i].good && v == (good ? t[i].value : 42), "number '%s'", t[i].text);
	}
	ok(!cs_num_i64(CS_STR("1\0002"), &none), "a NUL in a number");
	for (int shift = 0; shift < 64; shift++) {
		int64_t v = (int64_t)(UINT64_C(0x9e3779b97f4a7c15) >> shift), back = 0;
		size_t n = cs_num_i64_text(p, v);

		if (!cs_num_i64(cs_str(p, n), &back) || back != v)
			ok(false, "round trip of %lld", (long long)v);
	}
	is_slice(cs_str(p, cs_num_i64_text(p, INT64_MIN)), "-9223372036854775808", "smallest text");
	is_slice(cs_str(p, cs_num_i64_text(p, 100)), "100", "100");
	ok(cs_num_i128(CS_STR("-170141183460469231731687303715884105728"), &wide),
	    "128 bits, smallest");
	is_slice(cs_str(p, cs_num_i128_text(p, wide)), "-170141183460469231731687303715884105728",
	    "128 bits, text");
	ok(!cs_num_i128(CS_STR("170141183460469231731687303715884105728"), &wide),
	    "128 bits, over");
	is_int(cs_num_floordiv(-7, 2), -4, "floor division");
	is_int(cs_num_floormod(-7, 2), 1, "floor remainder");
}

static void
buffers(void)
{
	struct cs_buf b = CS_BUF_INIT;

	for (int i = 0; i < 1000; i++)
		cs_buf_c(&b, (char)('a' + i % 26));
	is_int(b.n, 1000, "a thousand bytes");
	ok(b.p[999] == 'a' + 999 % 26, "the last one");
	cs_buf_reset(&b);
	cs_buf_printf(&b, "%s-%d", "x", 7);
	cs_buf_i64(&b, -5);
	cs_buf_add(&b, NULL, 0);
	is_str(cs_buf_cstr(&b), "x-7-5", "formatted");
	is_int(b.n, 5, "the NUL is not counted");
	cs_buf_finish(&b);
	cs_buf_finish(&b);
	ok(b.p == NULL, "finished twice");
}

static void
arenas(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	char *big;
	struct cs_str first = cs_arena_str(&a, CS_STR("first"));

	for (int i = 0; i < 5000; i++)
		if ((uintptr_t)cs_arena_new(&a, 3, 8) % 16 != 0)
			ok(false, "aligned");
	big = cs_arena_new(&a, 3 << 20, 1);
	ok(big[0] == 0 && big[(3 << 20) - 1] == 0, "large and zeroed");
	is_slice(first, "first", "what it gave never moves");
	ok(first.p[5] == '\0', "a NUL behind");
	is_str(cs_arena_printf(&a, "%d", 12), "12", "formatted");
	cs_arena_finish(&a);
}

static void
maps(void)
{
	struct cs_map m = CS_MAP_INIT;
	char key[32];
	int wrong = 0;

	ok(cs_map_find(&m, CS_STR("x")) == CS_MAP_NONE, "empty map");
	for (int i = 0; i < 100000; i++) {
		int n = snprintf(key, sizeof key, "k%d", i);

		wrong += cs_map_add(&m, cs_str(key, (size_t)n)) != (uint32_t)i;
	}
	for (int i = 0; i < 100000; i++) {
		int n = snprintf(key, sizeof key, "k%d", i);

		wrong += cs_map_add(&m, cs_str(key, (size_t)n)) != (uint32_t)i;
		wrong += cs_map_find(&m, cs_str(key, (size_t)n)) != (uint32_t)i;
	}
	is_int(wrong, 0, "ids are dense and stay");
	is_int(m.n, 100000, "no key twice");
	ok(cs_map_find(&m, CS_STR("k")) == CS_MAP_NONE, "a prefix is no key");
	is_slice(cs_map_key(&m, 77), "k77", "key of an id");
	is_int(cs_map_add(&m, CS_STR("")), 100000, "the empty key is a key");
	ok(cs_map_bytes(&m) > 100000 * 10, "it knows its size");
	cs_map_finish(&m);
}

/* Hashes are others with every seed, and ids the same. */
static void
map_seeds(void)
{
	static const uint64_t seeds[][2] = {{0, 0}, {1, 0}, {0, 1}, {UINT64_MAX, 12345}};
	const struct cs_str small = CS_STR("bob"),
			    large = CS_STR("a name of more bytes than fifteen");
	uint64_t before[2] = {0, 0};

	for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
		struct cs_map m = CS_MAP_INIT;
		char key[CS_NUM_I64_MAX];
		long wrong = 0;

		cs_map_seed(seeds[i]);
		ok(cs_map_hash(small) != before[0] && cs_map_hash(large) != before[1],
		    "another seed, another hash");
		before[0] = cs_map_hash(small);
		before[1] = cs_map_hash(large);
		for (int64_t k = 0; k < 5000; k++)
			wrong +=
			    cs_map_add(&m, cs_str(key, cs_num_i64_text(key, k * k))) != (uint32_t)k;
		for (int64_t k = 0; k < 5000; k++)
			wrong += cs_map_find(&m, cs_str(key, cs_num_i64_text(key, k * k))) !=
				 (uint32_t)k;
		is_int(wrong, 0, "ids by appearance");
		cs_map_finish(&m);
		cs_map_seed(seeds[i]);
	}
}

/* Bytes of every length around the places where a map changes how it keeps them: each differs from
 * the others in its length, its first or its last byte alone, and zeros count. */
static void
map_lengths(void)
{
	enum { LENGTHS = 40, KINDS = 4, N = LENGTHS * KINDS };
	struct cs_map one = CS_MAP_INIT, all = CS_MAP_INIT, cells = CS_MAP_INIT;
	static char text[N][LENGTHS];
	struct cs_str key[2 * N];
	const char *place[N];
	uint32_t id[2 * N];
	int wrong = 0;

	for (size_t i = 0; i < N; i++) {
		size_t n = i / KINDS;

		if (n != 0 && i % KINDS == 1)
			text[i][0] = 'a';
		if (n != 0 && i % KINDS == 2)
			text[i][n - 1] = 'z';
		if (i % KINDS == 3)
			memset(text[i], 0xff, n);
		key[i] = key[N + i] = cs_str(text[i], n);
		id[i] = cs_map_add(&one, key[i]);
		place[i] = cs_map_key(&one, id[i]).p;
	}
	for (size_t i = 0; i < N; i++) {
		struct cs_str back = cs_map_key(&one, id[i]);

		wrong += !cs_str_eq(back, key[i]) || back.p != place[i];
		wrong += cs_map_find(&one, key[i]) != id[i];
		for (size_t k = 0; k < i; k++)
			wrong += (id[k] == id[i]) != cs_str_eq(key[k], key[i]);
	}
	is_int(wrong, 0, "keys of all lengths");
	wrong = 0;
	cs_map_add_all(&all, key, id, 2 * N);
	for (size_t i = 0; i < N; i++)
		wrong += id[i] != id[N + i] || id[i] != cs_map_find(&one, key[i]);
	is_int(wrong, 0, "many at once get the same ids, in their order");
	is_int(all.n, one.n, "and no others");
	cs_map_add_all(&all, key, id, 0);
	is_int(all.n, one.n, "none at once");
	wrong = 0;
	for (size_t i = 0; i < N; i++)
		memset(text[i] + key[i].n, '#', LENGTHS - key[i].n);
	cs_map_add_cells(&cells, key, id, 2 * N);
	for (size_t i = 0; i < 2 * N; i++)
		wrong += id[i] != cs_map_find(&one, key[i]);
	is_int(wrong, 0, "so do cells, whatever is behind them");
	wrong = 0;
	key[N] = cs_str(NULL, 0);
	key[N + 1] = CS_STR("a key that is in none of them");
	cs_map_find_all(&one, key, id, N + 2);
	for (size_t i = 0; i < N + 2; i++)
		wrong += id[i] != cs_map_find(&one, key[i]);
	cs_map_find_cells(&one, key, id, N + 2);
	for (size_t i = 0; i < N + 2; i++)
		wrong += id[i] != cs_map_find(&one, key[i]);
	is_int(wrong, 0, "and are found together, one way and the other");
	cs_map_finish(&cells);
	cs_map_find_cells(&cells, key, id, N);
	for (size_t i = 0; i < N; i++)
		wrong += id[i] != CS_MAP_NONE;
	is_int(wrong, 0, "an empty map has none");
	cs_map_finish(&one);
	cs_map_finish(&all);
	cs_map_finish(&cells);
}

static void
errors(void)
{
	struct cs_err e = CS_ERR_INIT;

	is_int(cs_err_set(&e, CS_EXIT_DATA, "cell %d", 3), -1, "set is -1");
	(void)cs_err_hint(&e, "try %s", "this");
	(void)cs_err_set(&e, CS_EXIT_IO, "later");
	cs_err_prefix(&e, "f.tsv:%d", 9);
	is_int(e.status, CS_EXIT_DATA, "the first error stays");
	is_str(e.msg, "f.tsv:9: cell 3", "message with its place");
	is_str(e.hint, "try this", "hint");
	cs_err_clear(&e);
	errno = ENOENT;
	(void)cs_err_errno(&e, CS_EXIT_IO, "x.tsv");
	is_str(e.msg, "x.tsv: No such file or directory", "errno");
	is_int(cs_err_set(NULL, CS_EXIT_IO, "nobody asks"), -1, "NULL is fine");
}

int
main(void)
{
	slices();
	numbers();
	buffers();
	arenas();
	maps();
	map_seeds();
	map_lengths();
	errors();
	return done();
}
