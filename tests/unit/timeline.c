/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Timelines: what records are and which cells they are known by; what is open, and why; in which
 * order all of it stands, whatever the order of the input; cells of time that are none.
 */
#include "desk/timeline.h"

#include "../tap.h"
#include "base/civil.h"
#include "rec/head.h"

/* A stream of records: the first line is the head. */
struct stream {
	const char *name, *text;
};

/* "promised event e1 @2026-03-02T10:40:00Z !2026-03-06T00:00:00Z [*event=refund due_at=...]" */
static void
show(const struct cs_timeline_entry *x, struct cs_buf *b)
{
	cs_buf_printf(
	    b, "%s%s%s", x->open != NULL ? x->open : "", x->open != NULL ? " " : "", x->kind);
	if (x->id.p != NULL) {
		cs_buf_c(b, ' ');
		cs_buf_str(b, x->id);
	}
	if (x->at != CS_INSTANT_MIN) {
		cs_buf_z(b, " @");
		cs_time_text(b, x->at);
	}
	if (x->due_at != CS_INSTANT_MIN) {
		cs_buf_z(b, " !");
		cs_time_text(b, x->due_at);
	}
	cs_buf_z(b, " [");
	for (unsigned i = 0; i < x->ncell; i++) {
		cs_buf_printf(b, "%s%s", i != 0 ? " " : "", x->cell[i].lead ? "*" : "");
		cs_buf_str(b, x->cell[i].name);
		cs_buf_c(b, '=');
		cs_buf_str(b, x->cell[i].text);
	}
	cs_buf_printf(b, "] %s:%" PRIu64 "\n", x->file, x->line);
}

/* Adds all records of a stream. 1; 0: they name no customer; -1 with *e. */
static int
add(struct cs_timeline *t, struct cs_head *head, const struct stream *in, struct cs_err *e)
{
	const char *line = strchr(in->text, '\n');
	struct cs_timeline_source source;
	struct cs_batch b = {.file = in->name, .row0 = 1};
	int r = cs_head_parse(head, cs_str(in->text, (size_t)(line - in->text)), e);

	if (r == 0 && !cs_timeline_bind(t, &source, head, in->name))
		return 0;
	b.ncol = head->ncol;
	cs_buf_z(&b.bytes, line + 1);
	(void)cs_buf_reserve(&b.bytes, CS_BATCH_BEYOND);
	if (r == 0)
		r = cs_batch_split(&b, e);
	for (uint32_t row = 0; row < b.nrow && r == 0; row++)
		r = cs_timeline_add(t, &source, &b, row, e);
	cs_batch_finish(&b);
	return r == 0 ? 1 : -1;
}

enum { STREAMS = 3 };

/* The timeline of the streams as text, or the error. The batches are gone when it is looked at. */
static void
line_of(const struct stream *in, size_t n, struct cs_buf *b)
{
	struct cs_head head[STREAMS] = {CS_HEAD_INIT, CS_HEAD_INIT, CS_HEAD_INIT};
	struct cs_timeline t = {0};
	struct cs_err e = CS_ERR_INIT;
	int r = 1;

	cs_buf_reset(b);
	for (size_t i = 0; i < n && r >= 0; i++)
		r = add(&t, &head[i], &in[i], &e);
	if (r >= 0) {
		size_t open = 0;

		cs_timeline_end(&t);
		for (size_t i = 0; i < t.n; i++) {
			open += t.entry[i].open != NULL;
			show(&t.entry[i], b);
		}
		ok(open == t.nopen, "%zu are open", open);
	} else {
		cs_buf_printf(b, "%d %s\n", e.status, e.msg);
	}
	cs_timeline_finish(&t);
	for (size_t i = 0; i < STREAMS; i++)
		cs_head_finish(&head[i]);
}

static const struct {
	const char *what;
	struct stream in[STREAMS];
	const char *want;
} cases[] = {
    {"no records", {{"a", "contact_id\tcustomer_id\tstarted_at\n"}}, ""},
    {"no customer", {{"a", "contact_id\tstarted_at\n1\t2026-03-01T00:00:00Z\n"}}, ""},
    {"newest first, equal ones as they came, those without a time last",
	{{"a", "contact_id\tcustomer_id\tstarted_at\n"
	       "1\tk\t2026-03-01T00:00:00Z\n2\tk\t\\N\n3\tk\t2026-03-02T00:00:00Z\n"
	       "4\tk\t2026-03-01T01:00:00+01:00\n"}},
	"contact 3 @2026-03-02T00:00:00Z [] a:4\ncontact 1 @2026-03-01T00:00:00Z [] a:2\n"
	"contact 4 @2026-03-01T00:00:00Z [] a:5\ncontact 2 [] a:3\n"},
    {"a column that it is known by, others as they stand, nothing of what is empty",
	{{"a", "x\tcustomer_id\tstarted_at\tqueue\tcontact_id\ty\n"
	       "tab\\there\tk\t2026-03-01T00:00:00Z\tsales\t1\t\n"}},
	"contact 1 @2026-03-01T00:00:00Z [*queue=sales x=tab\there] a:2\n"},
    {"a contact that never began, from when it was queued",
	{{"a",
	    "contact_id\tcustomer_id\tstarted_at\tqueued_at\n1\tk\t\\N\t2026-03-01T00:00:00Z\n"}},
	"contact 1 @2026-03-01T00:00:00Z [queued_at=2026-03-01T00:00:00Z] a:2\n"},
    {"what is due first, then what is due at no time, newest first",
	{{"a", "event\tcustomer_id\tevent_at\tdue_at\tacted_at\n"
	       "late\tk\t2026-03-01T00:00:00Z\t2026-03-09T00:00:00Z\t\\N\n"
	       "kept\tk\t2026-03-01T00:00:00Z\t2026-03-03T00:00:00Z\t2026-03-02T00:00:00Z\n"
	       "soon\tk\t2026-03-01T00:00:00Z\t2026-03-02T00:00:00Z\t\n"},
	    {"b", "contact_id\tcustomer_id\tstarted_at\tdisposition\n"
		  "1\tk\t2026-02-01T00:00:00Z\topen\n2\tk\t2026-02-02T00:00:00Z\topen\n"}},
	"promised event soon @2026-03-01T00:00:00Z !2026-03-02T00:00:00Z [*event=soon "
	"due_at=2026-03-02T00:00:00Z] a:4\n"
	"promised event late @2026-03-01T00:00:00Z !2026-03-09T00:00:00Z [*event=late "
	"due_at=2026-03-09T00:00:00Z] a:2\n"
	"open contact 2 @2026-02-02T00:00:00Z [*disposition=open] b:3\n"
	"open contact 1 @2026-02-01T00:00:00Z [*disposition=open] b:2\n"
	"event kept @2026-03-01T00:00:00Z !2026-03-03T00:00:00Z [*event=kept "
	"due_at=2026-03-03T00:00:00Z acted_at=2026-03-02T00:00:00Z] a:3\n"},
    {"a callback is open until we call, not before, and not by an inbound contact",
	{{"a", "contact_id\tcustomer_id\tstarted_at\tdisposition\tdirection\n"
	       "1\tk\t2026-03-01T00:00:00Z\tcallback\tinbound\n"
	       "2\tk\t2026-03-02T00:00:00Z\tanswered\toutbound\n"
	       "3\tk\t2026-03-02T00:00:00Z\tcallback\tinbound\n"
	       "4\tk\t2026-03-03T00:00:00Z\tanswered\tinbound\n"}},
	"not called back contact 3 @2026-03-02T00:00:00Z [*direction=inbound "
	"*disposition=callback] a:4\n"
	"contact 4 @2026-03-03T00:00:00Z [*direction=inbound *disposition=answered] a:5\n"
	"contact 2 @2026-03-02T00:00:00Z [*direction=outbound *disposition=answered] a:3\n"
	"contact 1 @2026-03-01T00:00:00Z [*direction=inbound *disposition=callback] a:2\n"},
    {"a ticket is open until it is solved or closed, or has a disposition",
	{{"a", "contact_id\tcustomer_id\tstarted_at\tsolved_at\tclosed_at\tdisposition\n"
	       "1\tk\t2026-03-01T00:00:00Z\t\\N\t\\N\t\\N\n"
	       "2\tk\t2026-03-02T00:00:00Z\t2026-03-02T00:00:00Z\t\\N\t\\N\n"
	       "3\tk\t2026-03-03T00:00:00Z\t\\N\t2026-03-03T00:00:00Z\t\\N\n"
	       "4\tk\t2026-03-04T00:00:00Z\t\\N\t\\N\tanswered\n"}},
	"not solved contact 1 @2026-03-01T00:00:00Z [] a:2\n"
	"contact 4 @2026-03-04T00:00:00Z [*disposition=answered] a:5\n"
	"contact 3 @2026-03-03T00:00:00Z [closed_at=2026-03-03T00:00:00Z] a:4\n"
	"contact 2 @2026-03-02T00:00:00Z [solved_at=2026-03-02T00:00:00Z] a:3\n"},
    {"a survey, by when it was answered, or sent; a purchase; an action; a customer; an identity",
	{{"s", "survey_id\tcontact_id\tcustomer_id\tsurvey_sent_at\tsurvey_answered_at\tcsat\n"
	       "s1\t1\tk\t2026-03-01T00:00:00Z\t2026-03-05T00:00:00Z\t4\n"
	       "s2\t2\tk\t2026-03-02T00:00:00Z\t\\N\t\\N\n"},
	    {"p", "customer_id\tpurchase_id\tpurchased_at\tamount\nk\tp1\t2026-03-03T00:00:00Z\t9."
		  "90\n"},
	    {"c", "customer_id\tcustomer_name\tplan\nk\tMia\tplus\n"}},
	"survey s1 @2026-03-05T00:00:00Z [*csat=4 contact_id=1 "
	"survey_sent_at=2026-03-01T00:00:00Z] s:2\n"
	"purchase p1 @2026-03-03T00:00:00Z [*amount=9.90] p:2\n"
	"survey s2 @2026-03-02T00:00:00Z [contact_id=2 survey_sent_at=2026-03-02T00:00:00Z] s:3\n"
	"customer Mia [*customer_name=Mia *plan=plus] c:2\n"},
    {"records of no kind that we know: by their first instant",
	{{"a", "n\tcustomer_id\tbegan\tvalid_from_at\tleft_at\n"
	       "1\tk\t2026-03-05T00:00:00Z\t2026-03-01T00:00:00Z\t2026-03-02T00:00:00Z\n"},
	    {"i", "id_kind\tid_value\tcustomer_id\nphone\t+49301234\tk\n"}},
	"record @2026-03-01T00:00:00Z [n=1 began=2026-03-05T00:00:00Z "
	"left_at=2026-03-02T00:00:00Z] "
	"a:2\nidentity +49301234 [*id_kind=phone *id_value=+49301234] i:2\n"},
    {"a cell of time that is none",
	{{"a", "contact_id\tcustomer_id\tstarted_at\n1\tk\t2026-03-01T00:00:00Z\n2\tk\tnoon\\n\n"}},
	"65 a:3: column started_at: 'noon\\n' is not an instant\n"},
    {"a promise until no day", {{"a", "event\tcustomer_id\tevent_at\tdue_at\nx\tk\t\\N\tsoon\n"}},
	"65 a:2: column due_at: 'soon' is not an instant\n"},
};

int
main(void)
{
	struct cs_buf got = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = 0;

		while (n < STREAMS && cases[i].in[n].name != NULL)
			n++;
		line_of(cases[i].in, n, &got);
		is_str(cs_buf_cstr(&got), cases[i].want, "%s", cases[i].what);
	}
	cs_buf_finish(&got);
	return done();
}
