/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema table and the disposition matrix. */
#include "rec/schema.h"

#include "../tap.h"

static void
built_in(void)
{
	static const struct {
		const char *name, *canonical, *unit;
		enum cs_type type;
	} t[] = {
	    {"contact_id", "contact_id", "", CS_ID},
	    {"agent", "agent_id", "", CS_ID},
	    {"customer", "customer_id", "", CS_ID},
	    {"contact", "contact_id", "", CS_ID},
	    {"queue", "queue", "", CS_ID},
	    {"wait_s", "wait_s", "s", CS_INT},
	    {"hold_n", "hold_n", "n", CS_INT},
	    {"csat", "csat", "1", CS_INT},
	    {"cost", "cost", "currency", CS_DEC},
	    {"started_at", "started_at", "", CS_TIME},
	    {"interval", "interval", "", CS_TIME},
	    {"solved_agent", "solved_agent", "", CS_BOOL},
	    {"themes", "themes", "", CS_LIST},
	    {"comment", "comment", "", CS_TEXT},
	    {"repeat_9d", "repeat_9d", "", CS_BOOL},
	    {"repeat_reason_36h", "repeat_reason_36h", "", CS_BOOL},
	    {"added_handle_s_7d", "added_handle_s_7d", "s", CS_INT},
	    {"chain_n_fixed_90m", "chain_n_fixed_90m", "n", CS_INT},
	    {"chain_length_fixed_reason", "chain_length_fixed_reason", "n", CS_INT},
	    {"chain_length_fixed_reason_1h30m", "chain_length_fixed_reason_1h30m", "n", CS_INT},
	    {"root_contact_id_2w", "root_contact_id_2w", "", CS_ID},
	};
	/* The contact, as the pages promise it. */
	struct cs_str contact = CS_STR(
	    "contact_id leg issue_id customer_id agent_id leader team site vendor queue channel "
	    "direction started_at queued_at answered_at ended_at first_reply_at solved_at "
	    "closed_at "
	    "ivr_s wait_s ring_s talk_s hold_s wrap_s handle_s hold_n missed_n replies_n "
	    "reopened_n "
	    "disposition ended_by transfer transferred_to reason product solved_agent "
	    "solved_customer survey_sent_at survey_answered_at csat nps ces comment cost credit "
	    "currency caller source sent_label sent_score sent_pos sent_neg themes why interval");
	static const char *const none[] = {"wait_s_7d", "repeat_7", "repeat_0d", "repeat_1mo",
	    "repeat_", "repeat_d", "_7d", "repeat_7d_7d", "next_contact_at_7d",
	    "chain_id_7d_fixed"};
	struct cs_str name;
	size_t n;
	const struct cs_column *all = cs_schema_all(&n), *c;

	ok(n > 100, "the table has its columns");
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		c = cs_schema_find(cs_str_z(t[i].name));
		if (!ok(c != NULL, "%s is known", t[i].name))
			continue;
		is_slice(c->name, t[i].canonical, "its canonical name");
		is_slice(c->unit, t[i].unit, "its unit");
		ok(c->type == t[i].type, "its type is %s", cs_type_name(t[i].type));
	}
	while (cs_str_split(&contact, ' ', &name))
		ok(cs_schema_find(name) != NULL, "%.*s is there", CS_STR_ARG(name));
	ok(cs_schema_find(CS_STR("nonsense")) == NULL, "what is not there is not found");
	ok(cs_schema_find(CS_STR("WAIT_S")) == NULL, "case counts");
	ok(cs_schema_find(CS_STR("")) == NULL, "no alias is no name");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		ok(cs_schema_find(cs_str_z(none[i])) == NULL, "%s is none", none[i]);
	c = cs_schema_find(CS_STR("repeat_9d"));
	ok(c == cs_schema_find(CS_STR("repeat_9d")), "a window is made once");
	is_slice(c->meaning, "the customer came again within 9d", "and its meaning says it");
	ok(cs_schema_find(CS_STR("repeat_10d")) != c, "another is another");
	for (size_t i = 0; i < n; i++) {
		bool ends_s = cs_str_ends(all[i].name, CS_STR("_s"));
		bool ends_at = cs_str_ends(all[i].name, CS_STR("_at"));
		bool ends_n = cs_str_ends(all[i].name, CS_STR("_n"));
		bool ends_id = cs_str_ends(all[i].name, CS_STR("_id"));

		ok((!ends_s || (all[i].type == CS_INT && cs_str_eqz(all[i].unit, "s"))) &&
			(!ends_at || all[i].type == CS_TIME) &&
			(!ends_n || (all[i].type == CS_INT && cs_str_eqz(all[i].unit, "n"))) &&
			(!ends_id || all[i].type == CS_ID),
		    "the name of %.*s carries its unit", CS_STR_ARG(all[i].name));
		ok(all[i].kinds.n != 0 && all[i].null.n != 0 && all[i].grain.n != 0 &&
			all[i].meaning.n != 0,
		    "%.*s is fully described", CS_STR_ARG(all[i].name));
	}
}

static void
parsing(void)
{
	static const struct {
		const char *text, *msg;
	} bad[] = {
	    {"a | | int | s | k | n | g\n", "t:1: 7 cells, a column has 8"},
	    {"a | | int | s | k | n | g | m | x\n", "t:1: 9 cells, a column has 8"},
	    {"# c\n\na | | integer | s | k | n | g | m\n", "t:3: 'integer' is not a type"},
	    {" | a | int | s | k | n | g | m\n", "t:1: a column without a name"},
	    {"a | b | int | | k | n | g | m\nb | | int | | k | n | g | m\n",
		"t:2: the name 'b' is taken"},
	    {"a | | int | | k | n | g | m\nb | a | int | | k | n | g | m\n",
		"t:2: the name 'a' is taken"},
	    {"[x\n", "t:1: a section is written [name]"},
	};
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_err err = CS_ERR_INIT;
	struct cs_column *c;
	size_t n;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		cs_err_clear(&err);
		c = cs_schema_parse(&arena, "t", cs_str_z(bad[i].text), &n, &err);
		ok(c == NULL && err.status == CS_EXIT_USAGE, "refused");
		is_str(err.msg, bad[i].msg, "and why");
	}
	cs_err_clear(&err);
	c = cs_schema_parse(
	    &arena, "t", CS_STR("[one]\na|b|dec|share|k,l|never|leg|what\n it is\n"), &n, &err);
	if (ok(c != NULL && n == 1, "one row"))
		is_slice(c->meaning, "what it is", "its meaning, over two lines");
	c = cs_schema_parse(&arena, "t", CS_STR("# nothing\n"), &n, &err);
	ok(c != NULL && n == 0, "an empty table is a table");
	for (int t = CS_TEXT; t <= CS_LIST; t++)
		is_int(cs_type_parse(cs_str_z(cs_type_name((enum cs_type)t))), t, "type %s",
		    cs_type_name((enum cs_type)t));
	is_int(cs_type_parse(CS_STR("float")), -1, "no such type");
	cs_arena_finish(&arena);
}

/*
 * A day of 205 calls that tells all service-level formulas apart: 170 answered (140 of them within
 * 20 s), 20 abandoned (9 within 5 s, 12 within 20 s), 4 that left by key or to be called back, 6
 * timed out, 5 outside business hours.
 */
static void
dispositions(void)
{
	static const struct {
		const char *word;
		int n;
	} day[] = {
	    {"answered", 170},
	    {"abandoned", 20},
	    {"key", 2},
	    {"callback", 2},
	    {"timeout", 6},
	    {"closed", 5},
	};
	static const struct {
		const char *name;
		int want;
	} sums[] = {
	    {"inbound", 205},
	    {"queued", 200},
	    {"offered", 200},
	    {"handled", 170},
	    {"abandoned", 20},
	    {"flow_out", 10},
	};
	static const char *const words[] = {"answered", "abandoned", "timeout", "full", "closed",
	    "key", "callback", "voicemail", "withdrawn", "empty", "blocked", "failed", "vru",
	    "open"};
	const int ended = CS_DISP_HANDLED | CS_DISP_ABANDONED | CS_DISP_FLOW_OUT;
	size_t n;
	const struct cs_disposition *all = cs_disp_all(&n);

	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		int bit = cs_disp_class_bit(cs_str_z(sums[i].name)), sum = 0;

		for (size_t k = 0; k < sizeof day / sizeof *day; k++)
			if ((cs_disp_classes(cs_str_z(day[k].word)) & bit) != 0)
				sum += day[k].n;
		is_int(sum, sums[i].want, "%s of the 205", sums[i].name);
	}
	is_int(n, sizeof words / sizeof *words, "as many words as promised");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		ok(cs_disp_classes(cs_str_z(words[i])) > 0, "%s is a disposition", words[i]);
	for (size_t i = 0; i < n; i++) {
		int c = all[i].classes, ways = c & ended;

		ok(((c & CS_DISP_OFFERED) != 0) == (ways != 0) && (ways & (ways - 1)) == 0,
		    "%.*s: what is offered ends one way", CS_STR_ARG(all[i].word));
		ok((c & CS_DISP_OFFERED) == 0 || (c & CS_DISP_QUEUED) != 0,
		    "%.*s: what is offered was queued", CS_STR_ARG(all[i].word));
		ok(all[i].meaning.n != 0, "%.*s is described", CS_STR_ARG(all[i].word));
	}
	is_int(cs_disp_classes(CS_STR("Answered")), -1, "no such word");
	is_int(cs_disp_classes(CS_STR("")), -1, "nor the empty one");
	is_int(cs_disp_class_bit(CS_STR("lost")), 0, "no such class");
}

int
main(void)
{
	built_in();
	parsing();
	dispositions();
	return done();
}
