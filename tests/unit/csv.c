/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rec/csv: records, boundaries, odd text; pieces of every size, SIMD and plain, against libcsv. */
#include "rec/csv.h"

#include <csv.h>
#include <time.h>

#include "../tap.h"

/* The records of a text as one line: cells joined by '|', records by '/', '!reason' when bad. */
struct got {
	struct cs_buf text;
	uint64_t last_line;
	bool bytes_fit; /* raw bytes are where offset says they are */
};

static void
show(struct got *g, const struct cs_csv_batch *b, struct cs_str all)
{
	struct cs_buf scratch = CS_BUF_INIT;

	for (size_t i = 0; i < b->nrec; i++) {
		const struct cs_csv_rec *r = &b->rec[i];
		struct cs_str raw = cs_csv_bytes(b, r);

		cs_buf_printf(&g->text, "%llu:", (unsigned long long)cs_csv_line(b, r));
		if (r->bad != CS_CSV_GOOD)
			cs_buf_printf(&g->text, "!%s", cs_csv_reason((enum cs_csv_bad)r->bad));
		for (uint32_t c = 0; c < r->ncell; c++) {
			if (c != 0)
				cs_buf_c(&g->text, '|');
			cs_buf_str(&g->text, cs_csv_text(b, r, c, &scratch));
		}
		cs_buf_c(&g->text, '/');
		g->last_line = cs_csv_line(b, r);
		if (b->offset0 + r->end > all.n ||
		    (raw.n != 0 && memcmp(all.p + b->offset0 + r->begin, raw.p, raw.n) != 0))
			g->bytes_fit = false;
	}
	cs_buf_finish(&scratch);
}

static struct got
cut(struct cs_str all, size_t piece, const struct cs_csv_opt *opt)
{
	struct got g = {CS_BUF_INIT, 0, true};
	struct cs_csv c;
	struct cs_csv_batch b = {0};
	size_t at = 0;
	bool eof;

	cs_csv_init(&c, opt);
	do {
		cs_csv_begin(&c, &b);
		do {
			size_t n = all.n - at < piece ? all.n - at : piece;

			cs_buf_add(&b.bytes, all.p + at, n);
			at += n;
			eof = at == all.n;
		} while (cs_csv_split(&c, &b, eof) == 0 && !eof);
		show(&g, &b, all);
	} while (!eof);
	cs_csv_begin(&c, &b);
	if (cs_csv_split(&c, &b, true) != 0)
		cs_buf_z(&g.text, "MORE");
	cs_csv_batch_finish(&b);
	cs_csv_finish(&c);
	return g;
}

static const struct {
	const char *name, *text, *want;
} cases[] = {
    {"nothing", "", ""},
    {"plain", "a,b\n1,2\n", "1:a|b/2:1|2/"},
    {"no final newline", "a,b\n1,2", "1:a|b/2:1|2/"},
    {"CRLF", "a,b\r\n1,2\r\n", "1:a|b/2:1|2/"},
    {"CRLF and no final newline", "a,b\r\n1,2\r", "1:a|b/2:1|2/"},
    {"empty cells", ",\n,,\n", "1:|/2:||/"},
    {"blank lines are records of one empty cell", "a\n\n\r\nb\n", "1:a/2:/3:/4:b/"},
    {"quotes", "\"a\",\"b,c\",\"\"\n", "1:a|b,c|/"},
    {"doubled quotes", "\"a \"\"b\"\"\",\"\"\"\"\n", "1:a \"b\"|\"/"},
    {"newline in quotes", "\"a\nb\",c\r\n\"d\r\ne\",f\n", "1:a\nb|c/3:d\r\ne|f/"},
    {"quoted CRLF ends", "\"a\"\r\n\"b\"\r\n", "1:a/2:b/"},
    {"byte order mark", "\xef\xbb\xbf\"a\",b\n1,2\n", "1:a|b/2:1|2/"},
    {"byte order mark alone", "\xef\xbb\xbf", ""},
    {"half a mark is text", "\xef\xbb,a\n", "1:\xef\xbb|a/"},
    {"blanks are kept", " a , b\n", "1: a | b/"},
    {"stray quote", "5\" pipe,a\nb,c\n", "1:5\" pipe|a/2:b|c/"},
    {"stray quote, then quoted lines", "5\",\"a\nb\",c\nd\n", "1:5\"|a\nb|c/3:d/"},
    {"quote behind blank", " \"a\",b\n", "1: \"a\"|b/"},
    {"unescaped quotes in quotes", "\"say \"hi, you\" now\",b\nc\n",
	"1:say \"hi, you\" now|b/2:c/"},
    {"text behind a quote", "\"a\"b,c\nd,e\n", "1:!text behind a closing quote/2:d|e/"},
    {"text behind a quote at the end", "x,\"a\"b", "1:!text behind a closing quote/"},
    {"CR alone ends a record", "a,b\rc,d\n\"e\",f\n", "1:a|b/2:c|d/3:e|f/"},
    {"blank lines of an old Mac", "a\r\rb\r", "1:a/2:/3:b/"},
    {"old Mac", "a,b\r1,\"2\r3\"\r4,5", "1:a|b/2:1|2\r3/3:4|5/"},
    {"unclosed at the end", "a,b\n1,\"2\n3,4\n5,6\n",
	"1:a|b/2:!a quote that is not closed/3:3|4/4:5|6/"},
    {"unclosed in the last line", "a\n\"b", "1:a/2:!a quote that is not closed/"},
    {"unclosed, closed later by chance", "h,i\n\"a,1\nb,\"2\"\nc\n",
	"1:h|i/2:!text behind a closing quote/3:b|2/4:c/"},
    {"the same with the cells of the header", "h\n\"a,1\nb,\"2\"\nc\n", "1:h/2:a,1\nb,\"2/4:c/"},
    {"NUL is a byte", "a", "1:a/"},
    {"cells beyond 64 bytes",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
	"b\n",
	"1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|"
	"b/"},
};

static void
test_cases(void)
{
	const struct cs_csv_opt opt = CS_CSV_OPT_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_str all = cs_str_z(cases[i].text);
		bool same = true, fit = true;
		struct got g = cut(all, all.n + 1, &opt);

		is_str(cs_buf_cstr(&g.text), cases[i].want, "%s", cases[i].name);
		cs_buf_finish(&g.text);
		for (size_t piece = 1; piece <= all.n; piece++) {
			g = cut(all, piece, &opt);
			same = same && cs_str_eqz(cs_buf_all(&g.text), cases[i].want);
			fit = fit && g.bytes_fit;
			cs_buf_finish(&g.text);
		}
		ok(same && fit, "%s, in pieces of every size", cases[i].name);
	}
}

static void
test_options(void)
{
	static const struct {
		const char *name, *text, *want;
		struct cs_csv_opt opt;
	} t[] = {
	    {"strict", "5\",b\nc,d\n", "1:!a quote inside an unquoted cell/2:c|d/",
		{',', true, 100}},
	    {"strict, behind", "\"a\"b\",c\nd\n", "1:!text behind a closing quote/2:d/",
		{',', true, 100}},
	    {"semicolon", "a;\"b;c\";d,e\n", "1:a|b;c|d,e/", {';', false, 100}},
	    {"tab", "a\t\"b\tc\"\td\n", "1:a|b\tc|d/", {'\t', false, 100}},
	    {"a record of the limit", "12345678,a\nb\n", "1:12345678|a/2:b/", {',', false, 10}},
	    {"with CRLF", "12345678,a\r\nb\r\n", "1:12345678|a/2:b/", {',', false, 10}},
	    {"a line over the limit", "123456789,a\nb\n",
		"1:!a line longer than a record may be/2:b/", {',', false, 10}},
	    {"a long way over, then on", "1234567890123456789012345678901234567890\r\nb\n",
		"1:!a line longer than a record may be/2:b/", {',', false, 10}},
	    {"the last line over the limit", "a\n12345678901234567",
		"1:a/2:!a line longer than a record may be/", {',', false, 10}},
	    {"a quoted record over the limit", "\"12\n45\n78\n01\"\nb\n",
		"1:!a quote that is not closed/2:45/3:78/4:!a quote inside an unquoted cell/5:b/",
		{',', true, 10}},
	    {"not closed within the limit", "a,\"b\nc,d\ne,f\ng,h\ni,\"j\"\nk\n",
		"1:!a quote that is not closed/2:c|d/3:e|f/4:g|h/5:i|j/6:k/", {',', false, 12}},
	    {"odd and too long", "5\",\"b\nc,d\ne,f\ng,h\ni\"\nk\n",
		"1:!a quote inside an unquoted cell/2:c|d/3:e|f/4:g|h/5:i\"/6:k/",
		{',', false, 12}},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_str all = cs_str_z(t[i].text);
		bool same = true;
		struct got g = cut(all, all.n, &t[i].opt);

		is_str(cs_buf_cstr(&g.text), t[i].want, "%s", t[i].name);
		cs_buf_finish(&g.text);
		for (size_t piece = 1; piece < all.n; piece++) {
			g = cut(all, piece, &t[i].opt);
			same = same && cs_str_eqz(cs_buf_all(&g.text), t[i].want);
			cs_buf_finish(&g.text);
		}
		ok(same, "%s, in pieces of every size", t[i].name);
	}
}

/* A generator whose bytes are mostly those that matter. */
static uint64_t
next(uint64_t *x)
{
	*x += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t z = (*x ^ (*x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void
junk(struct cs_buf *b, uint64_t seed, size_t n)
{
	static const char bytes[] = "abcdefgh,,,,\n\n\"\"\r\\\xc3\xa4 ";

	cs_buf_reset(b);
	for (size_t i = 0; i < n; i++)
		cs_buf_c(b, bytes[next(&seed) % (sizeof bytes - 1)]);
}

/* Well-formed CSV with quotes, doubled quotes and newlines in quotes. */
static void
plain(struct cs_buf *b, uint64_t seed, size_t rows)
{
	static const char bytes[] = "abcdefgh ,\n\"\r";

	cs_buf_reset(b);
	for (size_t i = 0; i < rows; i++) {
		for (unsigned c = 0; c < 3; c++) {
			bool quoted = next(&seed) % 3 == 0;
			size_t n = next(&seed) % 40;

			cs_buf_z(b, c != 0 ? "," : "");
			cs_buf_z(b, quoted ? "\"" : c == 0 ? "x" : "");
			for (size_t k = 0; k < n; k++) {
				char ch = bytes[next(&seed) % (quoted ? 13 : 9)];

				cs_buf_c(b, ch);
				if (ch == '"')
					cs_buf_c(b, ch);
			}
			cs_buf_z(b, quoted ? "\"" : "");
		}
		cs_buf_z(b, next(&seed) % 2 != 0 ? "\r\n" : "\n");
	}
}

static void
test_simd(void)
{
	const struct cs_csv_opt opts[] = {{',', false, 200}, {',', true, 1 << 20}};
	struct cs_buf b = CS_BUF_INIT;
	int wrong = 0, misfit = 0;

	for (uint64_t seed = 0; seed < 3000; seed++) {
		const struct cs_csv_opt *opt = &opts[seed % 2];
		size_t piece = 1 + (size_t)(seed * 7 % 300);
		struct got x, y, z;

		junk(&b, seed, 1 + (size_t)(seed % 700));
		cs_csv_use_simd(0);
		x = cut(cs_buf_all(&b), b.n, opt);
		cs_csv_use_simd(1 + seed / 2 % 2);
		y = cut(cs_buf_all(&b), b.n, opt);
		cs_csv_use_simd(2);
		z = cut(cs_buf_all(&b), piece, opt);
		wrong += !cs_str_eq(cs_buf_all(&x.text), cs_buf_all(&y.text)) ||
			 !cs_str_eq(cs_buf_all(&x.text), cs_buf_all(&z.text));
		misfit += !x.bytes_fit || !z.bytes_fit;
		cs_buf_finish(&x.text);
		cs_buf_finish(&y.text);
		cs_buf_finish(&z.text);
	}
	is_int(wrong, 0, "SIMD, plain C and pieces agree on 3000 texts of junk");
	is_int(misfit, 0, "raw bytes are the file's at their offset");
	cs_buf_finish(&b);
}

static void
on_cell(void *cell, size_t n, void *arg)
{
	struct cs_buf *b = arg;

	cs_buf_add(b, cell, n);
	cs_buf_c(b, '|');
}

static void
on_record(int c, void *arg)
{
	struct cs_buf *b = arg;

	(void)c;
	b->p[b->n - 1] = '/';
}

static int
no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

/* Drops the "line:" of each record; cells here have no digits. */
static void
without_lines(struct cs_buf *to, struct cs_str s)
{
	cs_buf_reset(to);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ':' && (s.p[i] < '0' || s.p[i] > '9'))
			cs_buf_c(to, s.p[i]);
}

static void
test_libcsv(void)
{
	const struct cs_csv_opt opt = CS_CSV_OPT_INIT;
	struct cs_buf b = CS_BUF_INIT, want = CS_BUF_INIT, have = CS_BUF_INIT;
	int wrong = 0;

	for (uint64_t seed = 0; seed < 500; seed++) {
		struct csv_parser p;
		struct got g;

		plain(&b, seed, 1 + (size_t)(seed % 40));
		cs_buf_reset(&want);
		csv_init(&p, CSV_STRICT);
		csv_set_space_func(&p, no_blank);
		csv_parse(&p, b.p, b.n, on_cell, on_record, &want);
		csv_fini(&p, on_cell, on_record, &want);
		csv_free(&p);
		g = cut(cs_buf_all(&b), 1 + (size_t)(seed % 97), &opt);
		without_lines(&have, cs_buf_all(&g.text));
		wrong += !cs_str_eq(cs_buf_all(&have), cs_buf_all(&want));
		cs_buf_finish(&g.text);
	}
	is_int(wrong, 0, "500 well-formed texts are read as libcsv reads them");
	cs_buf_finish(&b);
	cs_buf_finish(&want);
	cs_buf_finish(&have);
}

/* CPU seconds to cut 2 MiB made of the text again and again, after a first piece. */
static double
seconds(const char *first, const char *text)
{
	const struct cs_csv_opt opt = CS_CSV_OPT_INIT;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_csv c;
	struct cs_csv_batch batch = {0};
	clock_t start;
	size_t at = 0, n;

	cs_buf_z(&b, first);
	while (b.n < 2 << 20)
		cs_buf_z(&b, text);
	start = clock();
	cs_csv_init(&c, &opt);
	while (at < b.n) {
		cs_csv_begin(&c, &batch);
		do {
			n = b.n - at < 65536 ? b.n - at : 65536;
			cs_buf_add(&batch.bytes, b.p + at, n);
			at += n;
		} while (cs_csv_split(&c, &batch, at == b.n) == 0 && at < b.n);
	}
	cs_csv_batch_finish(&batch);
	cs_csv_finish(&c);
	cs_buf_finish(&b);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void
test_linear(void)
{
	static const char *const t[][2] = {
	    {"a,\"b\n", "c,d,e\n"},
	    {"a,\"b\n", "x\"\"y,c\n"},
	    {"a,\"b\n", "x\",\"\n"},
	    {"", "\"a \"b,\"\n"},
	    {"", "x\",\"\n"},
	    {"", "5\" pipe,c\n"},
	    {"", "\"\"\"\n"},
	    {"", "a\r"},
	    {"", "\"a\r"},
	    {"", "x\",\"\r"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		double s = seconds(t[i][0], t[i][1]);

		ok(s < 10.0, "2 MiB of bad line %zu in linear time", i);
		if (s > 2)
			printf("# %.2f s\n", s);
	}
}

int
main(void)
{
	test_cases();
	test_options();
	test_simd();
	test_libcsv();
	test_linear();
	return done();
}
