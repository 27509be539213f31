/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of a contact, and when that was known: solved or not by each column that may say it,
 * repeats, contacts that are the cancellation.
 */
#include "retain/retaincancel.h"
#include "retain/retainstatus.h"

#include "lives.h"

#define BY "2026-01-15T00:00:00Z" /* the landmark */

/* Contacts of one customer, the first of which is asked about. */
static const struct question {
	const char *what;
	const char *head; /* behind customer_id and started_at; rows likewise, lines apart by ; */
	const char *rows;
	const char *status;
	const char *solved_at; /* NULL: never */
} questions[] = {
    {"solved in time", "solved_at", "01 2026-01-14T23:59:59Z", "solved", "2026-01-14T23:59:59Z"},
    {"solved at the landmark", "solved_at", "01 2026-01-15T00:00:00Z", "unsolved",
	"2026-01-15T00:00:00Z"},
    {"never solved", "solved_at", "01 \\N", "unsolved", NULL},
    {"a date before words", "solved_at solved_agent", "01 \\N t", "unsolved", NULL},
    {"the agent says so", "solved_agent", "01 t", "solved", "2026-01-01T10:00:00Z"},
    {"when the contact ended", "solved_agent ended_at", "01 t 2026-01-02T00:00:00Z", "solved",
	"2026-01-02T00:00:00Z"},
    {"the agent says not", "solved_agent", "01 f", "unsolved", NULL},
    {"nobody says", "solved_agent solved_customer", "01 \\N \\N", "\\N", NULL},
    {"the customer knows better", "solved_agent solved_customer", "01 t f", "unsolved", NULL},
    {"he says so in time", "solved_agent solved_customer survey_answered_at",
	"01 f t 2026-01-10T00:00:00Z", "solved", "2026-01-10T00:00:00Z"},
    {"he says so too late", "solved_agent solved_customer survey_answered_at",
	"01 f t 2026-01-15T00:00:00Z", "unsolved", "2026-01-15T00:00:00Z"},
    {"too late, and the agent is silent", "solved_agent solved_customer survey_answered_at",
	"01 \\N f 2026-01-15T00:00:00Z", "\\N", NULL},
    {"he came again", "solved_agent reason", "01 t fee;14 t fee", "repeat", "2026-01-01T10:00:00Z"},
    {"he came again too late", "solved_agent reason", "01 t fee;15 t fee", "solved",
	"2026-01-01T10:00:00Z"},
    {"he came for something else", "solved_agent reason", "01 t fee;14 t move", "solved",
	"2026-01-01T10:00:00Z"},
    {"he came for something unnamed", "solved_agent reason", "01 t fee;14 t \\N", "repeat",
	"2026-01-01T10:00:00Z"},
    {"no reasons at all", "solved_agent", "01 t;14 t", "repeat", "2026-01-01T10:00:00Z"},
    {"another leg is no repeat", "solved_agent contact_id leg", "01 t c 1;02 t c 2", "solved",
	"2026-01-01T10:00:00Z"},
};

/* A run over records of contacts. */
struct run {
	struct lives l;
	struct cs_retain r;
	struct cs_retain_solved solved;
	struct cs_retain_cancel cancel;
	char text[1024];
	/* What is to be told of the one customer. */
	struct cs_buf status;
	int64_t at, first; /* first: the contact that may be time zero; -1: none */
	uint64_t skipped;
	bool same; /* the life itself is what is left */
	unsigned n;
};

static const char *
records(struct run *run, const char *head, const char *rows)
{
	int n = snprintf(run->text, sizeof run->text, "customer_id started_at %s\n", head);

	while (*rows != '\0') {
		int line = (int)strcspn(rows, ";");

		n += snprintf(run->text + n, sizeof run->text - (size_t)n,
		    "k 2026-01-%.2sT10:00:00Z%.*s\n", rows, line - 2, rows + 2);
		rows += line + (rows[line] == ';');
	}
	for (char *p = run->text; *p != '\0'; p++)
		*p = *p == ' ' ? '\t' : *p;
	return run->text;
}

static void
begin(struct run *run, const char *head, const char *rows)
{
	*run = (struct run){.status = CS_BUF_INIT};
	lives_begin(&run->l);
	lives_input(&run->l, CS_FACT_CONTACT, records(run, head, rows));
	run->r =
	    (struct cs_retain){.history = &run->l.h, .arena = &run->l.arena, .env = run->l.env};
}

static int
look(void *ctx, unsigned worker, const struct cs_life *life, struct cs_err *e)
{
	struct run *run = ctx;
	const struct cs_fact *first;
	struct cs_life rest;
	int64_t by;

	(void)worker;
	(void)e;
	(void)cs_time_parse(CS_STR(BY), &by);
	first = cs_life_first(life, CS_FACT_CONTACT);
	cs_buf_str(&run->status, cs_retain_status(&run->solved, life, first, by));
	run->at = cs_retain_solved_at(&run->solved, life, first);
	life = cs_retain_cancel_skip(&run->cancel, life, &rest, &run->skipped);
	run->same = life != &rest;
	first = cs_life_first(life, CS_FACT_CONTACT);
	run->first = first != NULL ? first->at : -1;
	run->n++;
	return 0;
}

/* Reads and looks, what is asked for being bound. */
static void
go(struct run *run, const char *what)
{
	struct lives *l = &run->l;

	ok(cs_history_bind(&l->h, &l->env, &l->e) == 0 && lives_read(l, 1, 1, 0) == 0 &&
		lives_look(l, 1, 0, run, look) == 0 && run->n == 1,
	    "%s: read %s", what, l->e.msg);
}

static void
end(struct run *run)
{
	cs_buf_finish(&run->status);
	lives_end(&run->l);
}

static void
is_instant(int64_t got, const char *want, const char *what)
{
	int64_t at = CS_INSTANT_MAX;

	if (want != NULL)
		(void)cs_time_parse(cs_str_z(want), &at);
	ok(got == at, "%s: at %s", what, want != NULL ? want : "no time");
}

static void
test_one(const struct question *q)
{
	struct run run;

	begin(&run, q->head, q->rows);
	ok(cs_retain_solved_bind(&run.r, &run.solved, &run.l.e) == 0 &&
		cs_retain_solved_need(&run.solved, &run.l.e) == 0 &&
		cs_retain_cancel_bind(&run.r, &run.cancel, &run.l.e) == 0,
	    "%s: bound", q->what);
	go(&run, q->what);
	is_str(cs_buf_cstr(&run.status), q->status, "%s: status", q->what);
	is_instant(run.at, q->solved_at, q->what);
	ok(run.same && run.skipped == 0, "%s: no contact is the cancellation", q->what);
	end(&run);
}

static void
test_need(void)
{
	struct run run;

	begin(&run, "reason", "01 fee");
	is_int(cs_retain_solved_bind(&run.r, &run.solved, &run.l.e), 0, "no column says it: bound");
	is_int(cs_retain_solved_need(&run.solved, &run.l.e), -1, "but where it is needed refused");
	is_int(run.l.e.status, CS_EXIT_USAGE, "as usage");
	end(&run);
}

/* Contacts that are the cancellation, and which is the first that is not. */
static void
test_cancel(void)
{
	static const struct {
		const char *what, *rows;
		uint64_t skipped;
		const char *first; /* day; NULL: none */
	} cases[] = {
	    {"none", "01 fee;02 end", 0, "01"},
	    {"the first", "01 end;02 fee", 1, "02"},
	    {"the first two, by either reason", "01 end;02 quit it;03 fee", 2, "03"},
	    {"all", "01 end;02 end", 2, NULL},
	    {"no reason is none of them", "01 \\N;02 end", 0, "01"},
	};
	static const struct cs_str reason[] = {CS_STR_INIT("end"), CS_STR_INIT("quit\tit")};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run run;
		char *escape;
		int64_t first = -1;

		begin(&run, "reason", cases[i].rows);
		/* A reason with a tab in it is written with an escape. */
		escape = strstr(run.text, "quit\tit");
		if (escape != NULL) {
			memmove(escape + 6, escape + 5, strlen(escape + 5) + 1);
			memcpy(escape + 4, "\\t", 2);
		}
		run.r.cancel = reason;
		run.r.ncancel = 2;
		ok(cs_retain_solved_bind(&run.r, &run.solved, &run.l.e) == 0 &&
			cs_retain_cancel_bind(&run.r, &run.cancel, &run.l.e) == 0,
		    "%s: bound %s", cases[i].what, run.l.e.msg);
		ok(cs_str_eqz(run.cancel.list, "end,quit\\tit"), "%s: the list of them",
		    cases[i].what);
		go(&run, cases[i].what);
		if (cases[i].first != NULL) {
			char text[32];

			(void)snprintf(text, sizeof text, "2026-01-%sT10:00:00Z", cases[i].first);
			(void)cs_time_parse(cs_str_z(text), &first);
		}
		ok(run.first == first, "%s: the first that is not", cases[i].what);
		is_int((int64_t)run.skipped, (int64_t)cases[i].skipped, "%s: how many are",
		    cases[i].what);
		ok(run.same == (cases[i].skipped == 0), "%s: a copy only where needed",
		    cases[i].what);
		end(&run);
	}
}

/* Without the column the reasons cannot be looked for. */
static void
test_cancel_refused(void)
{
	static const struct cs_str reason[] = {CS_STR_INIT("end")};
	struct run run;

	begin(&run, "solved_agent", "01 t");
	run.r.cancel = reason;
	run.r.ncancel = 1;
	is_int(cs_retain_cancel_bind(&run.r, &run.cancel, &run.l.e), -1, "no reasons: refused");
	is_int(run.l.e.status, CS_EXIT_USAGE, "as usage");
	ok(strncmp(run.l.e.msg, "--cancel-reasons", 16) == 0, "by name: %s", run.l.e.msg);
	end(&run);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		test_one(&questions[i]);
	test_need();
	test_cancel();
	test_cancel_refused();
	return done();
}
