/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who each contact is with, bound to a chain: see identify.h. */
#include "person/identify.h"

#include <stdlib.h>

#include "base/mem.h"
#include "person/identifying.h"
#include "rec/esc.h"

/* Which kinds merge, when that was said. */
static int
bind_merges(struct cs_identify *s, struct cs_err *e)
{
	const struct cs_identify_ask *ask = s->ask;

	if (ask->nmerge == 0)
		return 0;
	memset(s->kinds.merges, 0, sizeof s->kinds.merges);
	s->kinds.merges[CS_IDKIND_ACCOUNT] = true;
	for (size_t i = 0; i < ask->nmerge; i++) {
		int kind;

		if (cs_str_eqz(ask->merge[i], "none"))
			continue;
		kind = cs_idkind_add(&s->kinds, ask->merge[i]);
		if (kind < 0)
			return cs_err_set(
			    e, CS_EXIT_USAGE, "more than %d kinds to merge", (int)CS_IDKIND_MOST);
		s->kinds.merges[kind] = true;
	}
	return 0;
}

/* The account is asked first. */
static void
add_source(struct cs_identify *s, struct cs_join_col col, int kind)
{
	if (kind == CS_IDKIND_ACCOUNT && s->has_account)
		return;
	s->source[s->nsource++] = (struct cs_identify_source){col, kind};
	if (kind != CS_IDKIND_ACCOUNT)
		return;
	s->has_account = true;
	s->account_col = col;
	s->source[s->nsource - 1] = s->source[0];
	s->source[0] = (struct cs_identify_source){col, kind};
}

/* The columns that were named, or those of the table that are there. */
static int
bind_sources(struct cs_identify *s, struct cs_join *j, struct cs_err *e)
{
	const struct cs_identify_ask *ask = s->ask;
	const struct cs_idcolumn *column;
	size_t n = cs_idkind_columns(&column);
	struct cs_join_col col;

	s->source = cs_arena_new(&s->arena, n + ask->npair, sizeof *s->source);
	for (size_t i = 0; i < ask->npair; i++) {
		struct cs_str name = ask->pair[2 * i], word = ask->pair[2 * i + 1];
		int kind = cs_str_eqz(word, "any") ? CS_IDKIND_ANY : cs_idkind_add(&s->kinds, word);

		if (kind < 0)
			return cs_err_set(e, CS_EXIT_USAGE, "more than %d kinds of identifiers",
			    (int)CS_IDKIND_MOST);
		if (cs_join_need(j, name, &col, e) != 0)
			return -1;
		if (kind == CS_IDKIND_ACCOUNT && s->has_account)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "--identify: %.*s is a second column of accounts", CS_STR_ARG(name));
		add_source(s, col, kind);
	}
	for (size_t i = 0; i < n && ask->npair == 0; i++) {
		if (cs_join_find(j, column[i].name, &col))
			add_source(s, col, column[i].kind);
	}
	if (s->nsource != 0)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE,
	    "--identity: the records have no column of identifiers that is known");
	return cs_err_hint(e, "--identify COLUMN=KIND,... names them: caller=phone");
}

/*
 * What is added. The customer takes the place of the account that the source had, which is what
 * the step is for; nothing else is written over unasked.
 */
static int
bind_added(struct cs_identify *s, struct cs_join *j, struct cs_err *e)
{
	bool replace = j->env.replace;
	int r;

	j->env.replace = true;
	r = cs_join_adds(j, CS_STR("customer_id"), e);
	j->env.replace = replace;
	if (r == 0)
		r = cs_join_adds(j, CS_STR("match_how"), e);
	if (r == 0 && s->has_account)
		r = cs_join_adds(j, CS_STR("account_id"), e);
	return r;
}

/* The cells of match_how. */
static void
bind_words(struct cs_identify *s)
{
	static const char *const word[CS_WAYS] = {[CS_WAY_CHAIN] = "chain",
	    [CS_WAY_SEVERAL] = "several",
	    [CS_WAY_SHARED] = "shared",
	    [CS_WAY_UNKNOWN] = "none",
	    [CS_WAY_UNREAD] = "none",
	    [CS_WAY_NOTHING] = "none"};
	struct cs_buf b = CS_BUF_INIT;

	for (int i = 0; i < CS_WAYS; i++) {
		cs_buf_reset(&b);
		if (i < (int)s->kinds.map.n)
			cs_esc_add(&b, cs_idkind_name(&s->kinds, i));
		else if (word[i] != NULL)
			cs_buf_z(&b, word[i]);
		s->how[i] = cs_arena_str(&s->arena, cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

static int
step_bind(void *step, struct cs_join *j, struct cs_err *e)
{
	struct cs_identify *s = step;
	const struct cs_identify_ask *ask = s->ask;

	s->number = j->nstep;
	cs_idkinds_init(&s->kinds, ask->home);
	cs_identity_init(&s->graph, &s->kinds, ask->shared);
	s->min_group = ask->min_group;
	if (bind_merges(s, e) != 0 || bind_sources(s, j, e) != 0)
		return -1;
	for (size_t i = 0; i < ask->nfile; i++) {
		if (cs_identity_read(&s->graph, &s->kinds, ask->file[i].p, &s->account, e) != 0)
			return -1;
	}
	cs_identity_seal(&s->graph);
	j->held += cs_identity_bytes(&s->graph);
	s->dated = s->graph.dated;
	if (s->dated && cs_join_need(j, j->env.dated_by, &s->dated_by, e) != 0)
		return -1;
	s->has_queue = cs_join_find(j, CS_STR("queue"), &s->queue);
	s->has_channel = cs_join_find(j, CS_STR("channel"), &s->channel);
	bind_words(s);
	s->nworker = j->env.threads;
	s->worker = cs_mem_new0(s->nworker, sizeof *s->worker);
	for (unsigned i = 0; i < s->nworker; i++)
		s->worker[i].newest = CS_IDENTITY_EVER;
	return bind_added(s, j, e);
}

static void
step_free(void *step)
{
	struct cs_identify *s = step;

	for (unsigned i = 0; s->worker != NULL && i < s->nworker; i++) {
		struct cs_identify_worker *w = &s->worker[i];

		free(w->row);
		free(w->key);
		free(w->at);
		free(w->id);
		free(w->of);
		free(w->kind);
		free(w->pool);
		cs_buf_finish(&w->text);
		cs_buf_finish(&w->cell);
		cs_identify_tally_finish(&w->group);
		cs_identify_tally_finish(&w->doubt);
	}
	free(s->worker);
	cs_buf_finish(&s->account.first);
	cs_identity_finish(&s->graph);
	cs_idkinds_finish(&s->kinds);
	cs_arena_finish(&s->arena);
	free(s);
}

int
cs_identify_add(struct cs_join *j, const struct cs_identify_ask *ask, struct cs_identify **step,
    struct cs_err *e)
{
	static const struct cs_join_kind kind = {.bind = step_bind,
	    .add = cs_identify_rows,
	    .account = cs_identify_account,
	    .notes = cs_identify_notes,
	    .free = step_free};
	struct cs_identify *s = cs_mem_new0(1, sizeof *s);
	int r;

	s->ask = ask;
	r = cs_join_step(j, &kind, s, "identity", e);
	if (r != 0)
		return r;
	s->ask = NULL;
	*step = s;
	return 0;
}
