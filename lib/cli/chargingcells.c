/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of cs-chargeback at both ends of a run: see chargingcells.h. */
#include "cli/chargingcells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rec/gz.h"

static const char *const counts[CS_CHARGE_COUNTS] = {
    [CS_CHARGE_READ] = "read",
    [CS_CHARGE_COUNTED] = "counted",
    [CS_CHARGE_UNDATED] = "undated",
    [CS_CHARGE_ROOTLESS] = "rootless",
};

enum { FIRST, LAST, NEWEST, INSTANTS };

static const struct cs_sumcells_instant instants[INSTANTS] = {
    [FIRST] = {"first", false}, [LAST] = {"last", true}, [NEWEST] = {"newest", true}};

static const struct cs_sumcells_kind kind = {
    "cs-chargeback", 2, instants, INSTANTS, counts, CS_CHARGE_COUNTS};

/* What a run says, in this order; items, keys of --by and numbers as often as there are. */
static const char zone_name[] = "zone", time_name[] = "time", where_name[] = "where",
		  keep_name[] = "keep_only", bad_name[] = "bad", map_name[] = "map",
		  repeats_name[] = "repeats", cut_name[] = "cut", item_name[] = "item",
		  by_name[] = "by", credits_name[] = "credits", users_name[] = "users",
		  number_name[] = "number";

static struct cs_str
kept(struct cs_charging_job *job, struct cs_buf *b)
{
	struct cs_str s = cs_arena_str(job->c.arena, cs_buf_all(b));

	cs_buf_reset(b);
	return s;
}

/* The checksum of what files of the map hold, as they are; -1 with *e (74). */
static int
map_sum(struct cs_charging_job *job, struct cs_buf *b, struct cs_err *e)
{
	enum { BLOCK = 1 << 16 };
	uint32_t crc = 0;
	char *block = cs_mem_new(BLOCK, 1);
	int result = 0;

	for (int i = 0; i < job->map.n && result == 0; i++) {
		FILE *f = fopen(job->map.path[i], "rb");
		size_t n;

		while (f != NULL && (n = fread(block, 1, BLOCK, f)) != 0)
			crc = cs_gz_crc32(crc, block, n);
		if (f == NULL || ferror(f) != 0)
			result = cs_err_errno(e, CS_EXIT_IO, "%s", job->map.path[i]);
		if (f != NULL)
			(void)fclose(f);
	}
	free(block);
	if (job->map.n != 0)
		cs_buf_printf(b, "%08lx", (unsigned long)crc);
	return result;
}

static int
sign_rows(struct cs_charging_job *job, struct cs_sumcells_run *run, struct cs_err *e)
{
	static const char *const bad[] = {
	    [CS_BAD_ERROR] = "", [CS_BAD_NULL] = "null", [CS_BAD_SKIP] = "skip"};
	const struct cs_common *o = &job->cli->opt;
	struct cs_arena *a = job->c.arena;
	const struct cs_head *head = job->binding.head;
	struct cs_str where = CS_STR(""), keep = CS_STR("");

	if ((o->where.p != NULL && cs_expr_canonical(a, o->where, head, &where, e) != 0) ||
	    (o->keep_only.p != NULL && cs_expr_canonical(a, o->keep_only, head, &keep, e) != 0))
		return -1;
	cs_sumcells_say(run, zone_name, cs_str_z(cs_zone_name(job->c.zone)));
	cs_sumcells_say(run, time_name, o->time);
	cs_sumcells_say(run, where_name, where);
	cs_sumcells_say(run, keep_name, keep);
	cs_sumcells_say(run, bad_name, cs_str_z(bad[o->bad]));
	return 0;
}

static int
sign(struct cs_charging_job *job, struct cs_sumcells_run *run, struct cs_err *e)
{
	const struct cs_charge_binding *b = &job->binding;
	struct cs_buf text = CS_BUF_INIT;
	int result = sign_rows(job, run, e);

	if (result == 0)
		result = map_sum(job, &text, e);
	cs_sumcells_say(run, map_name, kept(job, &text));
	cs_sumcells_say(run, repeats_name, job->repeats);
	cs_sumcells_say(run, credits_name, b->credit != NULL ? CS_STR("t") : CS_STR("f"));
	cs_sumcells_say(run, users_name, CS_STR("t"));
	for (size_t i = 0; i < b->cuts.n; i++) {
		cs_time_text(&text, b->cuts.cut[i]);
		cs_sumcells_say(run, cut_name, kept(job, &text));
	}
	for (unsigned i = 0; i < b->nitem; i++)
		cs_sumcells_say(run, item_name, b->item[i]);
	for (size_t i = 0; i < job->nby; i++)
		cs_sumcells_say(run, by_name, job->by[i]);
	for (unsigned i = 0; i < b->nnumber; i++) {
		cs_buf_printf(&text, "%s=%.*s", b->number[i].name, CS_STR_ARG(b->number[i].text));
		cs_sumcells_say(run, number_name, kept(job, &text));
	}
	cs_buf_finish(&text);
	return result;
}

/* The piece of input that it was. */
static int
add_piece(struct cs_charging_job *job, struct cs_sumcells_run *run, struct cs_err *e)
{
	const char *file = job->cli->nfile != 0 ? job->cli->file[0] : "stdin";
	const char *slash = strrchr(file, '/');
	struct cs_shard piece = {.name = cs_str_z(slash != NULL ? slash + 1 : file),
	    .rows = cs_reader_count(job->cli->in).rows,
	    .from = job->c.from,
	    .to = job->c.to};

	if (job->shard != NULL)
		piece.name = cs_str_z(job->shard);
	return cs_shards_add(&run->shards, job->c.arena, &piece, e);
}

int
cs_chargingcells_write(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_charge *c = &job->c;
	struct cs_sumcells_run run = {
	    .at = {[FIRST] = c->first, [LAST] = c->last, [NEWEST] = c->newest}, .count = c->count};
	struct cs_sumstore all;
	int result = sign(job, &run, e);

	cs_sumstore_of(&all, c->sums);
	if (result == 0)
		result = add_piece(job, &run, e);
	if (result == 0)
		result = cs_sumcells_write(&kind, &run, &all, job->cli->out, e);
	cs_sumcells_run_finish(&run);
	return result;
}

/* --- cells of others -------------------------------------------------------------------------- */

static int
unreadable(const char *what, struct cs_err *e)
{
	return cs_err_set(e, CS_EXIT_DATA, "the cells do not say what their %s is", what);
}

static int
take_zone(struct cs_charging_job *job, struct cs_err *e)
{
	const struct cs_zone *asked = job->cli->opt.zone;
	struct cs_str zone = cs_sumcells_said_of(&job->cells.run, zone_name, 0);

	if (zone.p == NULL)
		return unreadable("zone", e);
	if (asked != NULL && !cs_str_eqz(zone, cs_zone_name(asked))) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "the cells are of the zone %.*s, not %s",
		    CS_STR_ARG(zone), cs_zone_name(asked));
		return cs_err_hint(e, "--tz %.*s", CS_STR_ARG(zone));
	}
	job->c.zone = cs_zone_get(zone, e);
	return job->c.zone != NULL ? 0 : -1;
}

/* All that is said under a name, in order. */
static struct cs_str *
take_all(struct cs_charging_job *job, const char *name, size_t *n)
{
	const struct cs_sumcells_run *run = &job->cells.run;
	struct cs_str *all = cs_arena_new(job->c.arena, run->nsaid + 1, sizeof *all);

	*n = 0;
	while ((all[*n] = cs_sumcells_said_of(run, name, *n)).p != NULL)
		(*n)++;
	return all;
}

static int
take_keys(struct cs_charging_job *job, struct cs_err *e)
{
	static const char *const own[] = {"stretch", "outcome", "original", "reported"};
	struct cs_charge_binding *b = &job->binding;
	const struct cs_sumcells *cells = &job->cells;
	size_t n;

	b->item = take_all(job, item_name, &n);
	b->nitem = (unsigned)n;
	b->key = cells->key;
	b->nkey = cells->nkey;
	if (b->nkey != n + 4)
		return unreadable("number of keys", e);
	for (unsigned k = 0; k < 4; k++) {
		if (!cs_str_eqz(b->key[n + k].name, own[k]))
			return unreadable(own[k], e);
	}
	if (job->nby == 0 && !job->c.mode->without_by)
		job->by = take_all(job, by_name, &job->nby);
	return 0;
}

static int
take_numbers(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_charge_binding *b = &job->binding;
	size_t n;
	const struct cs_str *all = take_all(job, number_name, &n);

	if (2 * n > CS_CHARGE_PARTS - CS_CHARGE_MODE)
		return unreadable("number of numbers", e);
	for (size_t i = 0; i < n; i++) {
		size_t eq = cs_str_find(all[i], '=');

		if (eq == all[i].n)
			return unreadable("number", e);
		b->number[i] = (struct cs_charge_number){
		    .name = cs_arena_printf(job->c.arena, "%.*s", (int)eq, all[i].p),
		    .name_n = cs_arena_printf(job->c.arena, "%.*s_n", (int)eq, all[i].p),
		    .text = cs_str_skip(all[i], eq + 1)};
	}
	b->nnumber = (unsigned)n;
	return 0;
}

static int
take_cuts(struct cs_charging_job *job, struct cs_err *e)
{
	size_t n;
	const struct cs_str *all = take_all(job, cut_name, &n);

	for (size_t i = 0; i < n; i++) {
		int64_t at;

		if (!cs_time_parse(all[i], &at))
			return unreadable("stretches of time", e);
		cs_charge_cut(&job->binding.cuts, at);
	}
	cs_charge_cuts_sort(&job->binding.cuts);
	return 0;
}

int
cs_chargingcells_open(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_cli *cli = job->cli;

	if (cs_sumcells_open(&job->cells, &kind, job->c.arena, cli->file, cli->nfile, e) != 0 ||
	    take_zone(job, e) != 0 || take_keys(job, e) != 0 || take_numbers(job, e) != 0)
		return -1;
	job->c.mapped = cs_sumcells_said_of(&job->cells.run, map_name, 0).n != 0;
	if (!job->c.mapped && !job->c.mode->without_map)
		return cs_err_set(e, CS_EXIT_USAGE, "the cells were counted without a map");
	return take_cuts(job, e);
}

/* Whether an instant is where the cells tell time apart. */
static bool
told_apart(const struct cs_charging_job *job, int64_t at)
{
	int64_t from, to;

	if (at <= CS_INSTANT_MIN || at >= CS_INSTANT_MAX)
		return true;
	cs_charge_stretch(&job->binding.cuts, job->c.zone, at, &from, &to);
	return from == at;
}

/* Whether uses are exchanged on their day: not only pools are in other currencies. */
static bool
exchanged(const struct cs_charging_job *job)
{
	const struct cs_charge *c = &job->c;
	bool is = cs_str_eqz(cs_sumcells_said_of(&job->cells.run, credits_name, 0), "t");

	for (size_t i = c->costs.npool; i < c->costs.n; i++)
		is = is || !cs_str_eq(c->costs.cost[i].currency, c->currency);
	return is;
}

int
cs_chargingcells_fit(const struct cs_charging_job *job, struct cs_err *e)
{
	const struct cs_charge *c = &job->c;

	/* Those of version 1 do not say who uses pools. */
	if (job->binding.users && cs_sumcells_said_of(&job->cells.run, users_name, 0).p == NULL) {
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "the cells are of an older version, which did not count who uses a pool");
		return cs_err_hint(e, "count the contacts again, or leave out the key pool");
	}
	for (size_t i = 0; i < c->costs.n; i++) {
		const struct cs_cost *x = &c->costs.cost[i];

		if (told_apart(job, x->from) && told_apart(job, x->to))
			continue;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "%s:%llu: '%.*s' begins or ends where the cells do not tell time apart",
		    x->file, (unsigned long long)x->line, CS_STR_ARG(x->pool));
		return cs_err_hint(e, "count the contacts again, with these costs");
	}
	for (size_t i = 0; exchanged(job) && i < job->money.n; i++) {
		const struct cs_charge_parity *x = &job->money.parity[i];

		if (told_apart(job, x->from) && told_apart(job, x->until))
			continue;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "%s:%llu: the rate begins or ends where the cells do not tell time apart",
		    x->file, (unsigned long long)x->line);
		return cs_err_hint(e, "count the contacts again, with these exchange rates");
	}
	return 0;
}

int
cs_chargingcells_read(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_charge *c = &job->c;
	struct cs_sumcells *cells = &job->cells;
	const struct cs_shards *shards = &cells->run.shards;

	cs_sums_init(&job->sums, &job->binding.form);
	if (cs_sumcells_read(cells, &job->sums, e) != 0)
		return -1;
	if (job->manifest != NULL && cs_shards_check_file(shards, job->manifest, e) != 0)
		return -1;
	c->sums = &job->sums;
	memcpy(c->count, cells->run.count, sizeof c->count);
	c->first = cells->run.at[FIRST];
	c->last = cells->run.at[LAST];
	c->newest = cells->run.at[NEWEST];
	c->from = CS_INSTANT_MAX;
	c->to = CS_INSTANT_MIN;
	for (size_t i = 0; i < shards->n; i++) {
		c->from = shards->shard[i].from < c->from ? shards->shard[i].from : c->from;
		c->to = shards->shard[i].to > c->to ? shards->shard[i].to : c->to;
	}
	c->filtered = cs_sumcells_said_of(&cells->run, where_name, 0).n != 0;
	c->all = !c->filtered && c->from == CS_INSTANT_MIN && c->to == CS_INSTANT_MAX;
	job->cli->count.read = job->cli->count.used = cs_reader_count(cells->in.in).rows;
	return 0;
}
