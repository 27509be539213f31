/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Issues: each link by itself, at the last instant of its window and one behind; links that reach
 * on from one to the next; legs and their numbers; unknown customers. The same ids in any order of
 * the records, by any number of workers, in batches of any size, from disk.
 */
#include "../tap.h"
#include "desk/issuejoin.h"
#include "joinrun.h"
#include "random.h"

enum { COLUMNS = 12 };

static const char head[] = "contact_id\tleg\tissue_id\tcustomer_id\tstarted_at\tended_at\treason\t"
			   "transfer\ttransferred_to\tdisposition\tdirection\tlinked_contact_id\n";

static const struct cs_issue_rule rule = {7 * CS_DAY_S, 900, 3 * CS_DAY_S};

/* What is written short: "c1 k1 05T08:00:00 reason=bill", the day of October; - is NULL. */
static void
record(struct cs_buf *out, struct cs_str line)
{
	static const char *const name[COLUMNS] = {"id", "leg", "ticket", "customer", "at", "end",
	    "reason", "moved", "to", "became", "way", "link"};
	struct cs_str cell[COLUMNS], word, key;
	int place[] = {0, 3, 4}, k = 0;

	for (int i = 0; i < COLUMNS; i++)
		cell[i] = CS_STR("\\N");
	while (cs_str_split(&line, ' ', &word)) {
		int i = -1;

		key = cs_str_head(word, cs_str_find(word, '='));
		if (key.n == word.n)
			i = place[k++];
		else
			word = cs_str_skip(word, key.n + 1);
		for (int c = 0; c < COLUMNS && i < 0; c++)
			i = cs_str_eqz(key, name[c]) ? c : i;
		if (i < 0)
			exit(1);
		cell[i] = cs_str_eqz(word, "-") ? CS_STR("\\N") : word;
	}
	for (int i = 0; i < COLUMNS; i++) {
		bool time = (i == 4 || i == 5) && !cs_raw_null(cell[i]);

		cs_buf_printf(out, "%s%s%.*s%s", i != 0 ? "\t" : "", time ? "2026-10-" : "",
		    CS_STR_ARG(cell[i]), time ? "Z" : "");
	}
	cs_buf_c(out, '\n');
}

static char *
run_shaped(const char *records, const struct join_run *shape, struct cs_buf *said)
{
	const struct cs_issue_ask ask = {.rule = rule};
	struct join_run r = *shape;
	char *out;

	r.records = records;
	r.replace = true;
	join_begin(&r);
	if (cs_join_step(&r.join, &cs_issue_kind, cs_issue_step(&ask), "issues", &r.e) != 0)
		exit(1);
	out = join_end(&r);
	if (said != NULL)
		cs_buf_str(said, out != NULL ? cs_buf_all(&r.said) : cs_str_z(r.e.msg));
	cs_buf_finish(&r.said);
	return out;
}

/* The n-th cell of a line. */
static struct cs_str
nth(struct cs_str line, int n)
{
	struct cs_str cell = {NULL, 0};

	while (n-- >= 0)
		(void)cs_str_split(&line, '\t', &cell);
	return cell;
}

/* "A1 first, B1 first, A2 ticket": letters for issues as they come up. */
static void
summary(struct cs_buf *b, const char *out)
{
	struct cs_str rest = cs_str_z(out), line, seen[26];
	int n = 0;

	(void)cs_str_split(&rest, '\n', &line);
	while (rest.n != 0 && cs_str_split(&rest, '\n', &line)) {
		struct cs_str id = nth(line, 2);
		int i = 0;

		while (i < n && !cs_str_eq(seen[i], id))
			i++;
		if (i == n)
			seen[n++] = id;
		cs_buf_printf(b, "%s%c%.*s %.*s", b->n != 0 ? ", " : "",
		    cs_raw_null(id) ? '-' : 'A' + i, CS_STR_ARG(nth(line, 12)),
		    CS_STR_ARG(nth(line, 13)));
	}
}

static const struct {
	const char *name, *records, *want;
} table[] = {
    {"two contacts about nothing in common", "c1 k 05T08:00:00\nc2 k 05T08:00:01",
	"A1 first, B1 first"},
    {"one ticket", "c1 k 05T08:00:00 ticket=t\nc2 k 25T08:00:00 ticket=t", "A1 first, A2 ticket"},
    {"one ticket of two customers", "c1 k 05T08:00:00 ticket=t\nc2 j 05T09:00:00 ticket=t",
	"A1 first, B1 first"},
    {"the same reason, the last instant", "c1 k 05T08:00:00 reason=r\nc2 k 12T08:00:00 reason=r",
	"A1 first, A2 reason"},
    {"and one later", "c1 k 05T08:00:00 reason=r\nc2 k 12T08:00:01 reason=r", "A1 first, B1 first"},
    {"windows reach on",
	"c1 k 05T08:00:00 reason=r\nc2 k 11T08:00:00 reason=r\n"
	"c3 k 17T08:00:00 reason=r",
	"A1 first, A2 reason, A3 reason"},
    {"other reasons between",
	"c1 k 05T08:00:00 reason=r\nc2 k 06T08:00:00 reason=s\n"
	"c3 k 07T08:00:00 reason=r\nc4 k 08T08:00:00",
	"A1 first, B1 first, A2 reason, C1 first"},
    {"transferred, by the end", "c1 k 05T08:00:00 end=05T09:00:00 moved=blind\nc2 k 05T09:15:00",
	"A1 first, A2 transfer"},
    {"too late", "c1 k 05T08:00:00 end=05T09:00:00 moved=blind\nc2 k 05T09:15:01",
	"A1 first, B1 first"},
    {"by the begin where no end is known", "c1 k 05T08:00:00 to=desk\nc2 k 05T08:15:00",
	"A1 first, A2 transfer"},
    {"not transferred", "c1 k 05T08:00:00 moved=none to=desk\nc2 k 05T08:15:00",
	"A1 first, B1 first"},
    {"transferred to its own next leg",
	"c1 k 05T08:00:00 moved=blind\nc1 k 05T08:05:00 leg=2\n"
	"c2 k 05T08:10:00",
	"A1 first, A2 leg, B1 first"},
    {"transferred to a contact", "c1 k 05T08:00:00 moved=blind to=c9\nc9 k 09T08:00:00",
	"A1 first, A2 link"},
    {"linked backward", "c1 k 05T08:00:00\nc9 k 29T08:00:00 link=c1", "A1 first, A2 link"},
    {"linked to itself", "c1 k 05T08:00:00 link=c1\nc2 k 05T08:00:00", "A1 first, B1 first"},
    {"linked to a contact of somebody else", "c1 k 05T08:00:00\nc9 j 29T08:00:00 link=c1",
	"A1 first, B1 first"},
    {"called back",
	"c1 k 05T08:00:00 became=callback\nc2 k 06T08:00:00\n"
	"c3 k 08T08:00:00 way=outbound\nc4 k 08T08:00:01 way=outbound",
	"A1 first, B1 first, A2 callback, C1 first"},
    {"called back too late", "c1 k 05T08:00:00 became=voicemail\nc3 k 08T08:00:01 way=outbound",
	"A1 first, B1 first"},
    {"the stronger link is said",
	"c1 k 05T08:00:00 ticket=t reason=r link=c2\n"
	"c2 k 06T08:00:00 ticket=t reason=r",
	"A1 first, A2 ticket"},
    {"a leg came with its contact",
	"c1 k 05T08:00:00 reason=r\nc2 k 06T08:00:00\n"
	"c2 k 06T08:05:00 leg=2 reason=r",
	"A1 first, A2 reason, A3 leg"},
    {"legs that begin together",
	"c1 k 05T08:00:00 leg=2\nc1 k 05T08:00:00 leg=1\n"
	"c1 k 05T08:00:00 leg=3",
	"A2 leg, A1 first, A3 leg"},
    {"joined by what comes later",
	"c1 k 05T08:00:00 reason=r\nc2 k 06T08:00:00 ticket=t\n"
	"c3 k 07T08:00:00 ticket=t reason=r",
	"A1 first, A2 ticket, A3 ticket"},
    {"nobody known", "c1 - 05T08:00:00 reason=r\nc1 - 05T08:05:00 leg=2\nc2 - 05T09:00:00 reason=r",
	"A1 unknown, A2 leg, B1 unknown"},
    {"nobody known, one ticket", "c1 - 05T08:00:00 ticket=t\nc2 - 05T09:00:00 ticket=t",
	"A1 unknown, A2 ticket"},
    {"nobody known, no contact id", "- - 05T08:00:00\n- - 05T08:00:00", "A1 unknown, B1 unknown"},
    {"no contact id", "- k 05T08:00:00\n- k 05T08:00:00", "A1 first, B1 first"},
    {"no instant", "c1 k - ticket=t\nc2 k 05T08:00:00 ticket=t", "-\\N \\N, B1 first"},
    {"an escape that need not be there",
	"c1 k 05T08:00:00 ticket=t\nc2 \\x6b 05T08:00:01 ticket=\\x74", "A1 first, A2 ticket"},
};

static void
check_table(void)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct cs_str rest = cs_str_z(table[i].records), line;
		struct cs_buf text = CS_BUF_INIT, got = CS_BUF_INIT;
		struct join_run shape = {.rows = 0};
		char *out;

		cs_buf_z(&text, head);
		while (cs_str_split(&rest, '\n', &line))
			record(&text, line);
		out = run_shaped(cs_buf_cstr(&text), &shape, NULL);
		if (out != NULL)
			summary(&got, out);
		is_str(cs_buf_cstr(&got), table[i].want, "%s", table[i].name);
		free(out);
		cs_buf_finish(&text);
		cs_buf_finish(&got);
	}
}

static void
any_record(struct cs_buf *b, int i)
{
	static const char *const word[] = {"\\N", "\\N", "a", "b", "c"};
	static const char *const became[] = {"answered", "callback", "\\N", "voicemail"};

	cs_buf_printf(b, "c%d\t%d\t", i - below(3), 1 + below(3));
	cs_buf_printf(b, "%s\tk%d\t2026-10-%02dT%02d:%02d:00Z\t\\N\t", word[below(5)], below(40),
	    1 + below(28), below(24), below(60));
	cs_buf_printf(b, "%s\t%s\t\\N\t%s\t%s\tc%d\n", word[below(5)],
	    below(4) == 0 ? "blind" : "none", became[below(4)], below(4) == 0 ? "outbound" : "\\N",
	    below(3) == 0 ? below(2000) : -1);
}

static int
compare_lines(const void *a, const void *b)
{
	return cs_str_cmp(*(const struct cs_str *)a, *(const struct cs_str *)b);
}

/* All records of a text, sorted. */
static struct cs_str *
lines(const char *text, size_t *n)
{
	struct cs_str rest = cs_str_z(text), *all = NULL;
	size_t cap = 0;

	*n = 0;
	(void)cs_str_split(&rest, '\n', &(struct cs_str){NULL, 0});
	while (rest.n != 0) {
		all = cs_mem_grow(all, &cap, *n + 1, sizeof *all);
		(void)cs_str_split(&rest, '\n', &all[(*n)++]);
	}
	return all;
}

static void
check_shapes(void)
{
	static const struct join_run shape[] = {
	    {.rows = 1}, {.rows = 7, .workers = 3}, {.rows = 1000, .workers = 2, .mem = 20000}};
	struct cs_buf text = CS_BUF_INIT, other = CS_BUF_INIT;
	struct cs_str *row, *a, *b;
	size_t n, na, nb, same = 0;
	char *plain, *out;

	cs_buf_z(&text, head);
	for (int i = 0; i < 3000; i++)
		any_record(&text, i);
	plain = run_shaped(cs_buf_cstr(&text), &(struct join_run){.rows = 0}, NULL);
	for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
		out = run_shaped(cs_buf_cstr(&text), &shape[i], NULL);
		ok(out != NULL && plain != NULL && strcmp(out, plain) == 0, "shape %zu", i);
		free(out);
	}
	row = lines(cs_buf_cstr(&text), &n);
	cs_buf_z(&other, head);
	for (size_t i = 0; i < n; i++) {
		size_t k = i + (size_t)below((int)(n - i));
		struct cs_str x = row[k];

		row[k] = row[i];
		cs_buf_str(&other, x);
		cs_buf_c(&other, '\n');
	}
	out = run_shaped(cs_buf_cstr(&other), &shape[1], NULL);
	a = lines(plain, &na);
	b = lines(out, &nb);
	qsort(a, na, sizeof *a, compare_lines);
	qsort(b, nb, sizeof *b, compare_lines);
	for (size_t i = 0; i < na && i < nb; i++)
		same += cs_str_eq(a[i], b[i]);
	ok(na == n && nb == n && same == n, "any order of the records: %zu of %zu", same, n);
	free(row);
	free(a);
	free(b);
	free(out);
	free(plain);
	cs_buf_finish(&text);
	cs_buf_finish(&other);
}

static void
check_errors(void)
{
	struct cs_buf text = CS_BUF_INIT, said = CS_BUF_INIT;

	cs_buf_z(&text, head);
	record(&text, CS_STR("c1 k 05T08:00:00 leg=one"));
	ok(run_shaped(cs_buf_cstr(&text), &(struct join_run){.rows = 0}, &said) == NULL,
	    "a leg that is no number is an error");
	is_str(cs_buf_cstr(&said), "test:2: column leg: 'one' is not a whole number",
	    "said with its line");
	cs_buf_reset(&text);
	cs_buf_reset(&said);
	cs_buf_z(&text, head);
	record(&text, CS_STR("c1 k 05T08:00:00 ticket=t"));
	record(&text, CS_STR("c2 k 06T08:00:00 ticket=t"));
	record(&text, CS_STR("c2 - 06T08:00:00"));
	record(&text, CS_STR("c3 - -"));
	free(run_shaped(cs_buf_cstr(&text), &(struct join_run){.rows = 0}, &said));
	is_str(cs_buf_cstr(&said),
	    "first 1\nunknown 1\nticket 1\nno instant 1\n"
	    "issues: 2 of 3 records, the longest of 2; 1 of unknown customers, whose contacts "
	    "belong "
	    "together by ticket or contact id alone\n",
	    "the account");
	cs_buf_finish(&text);
	cs_buf_finish(&said);
}

int
main(void)
{
	seed = 5;
	check_table();
	check_shapes();
	check_errors();
	return done();
}
