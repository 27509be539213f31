/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of cs-retain at both ends of a run: see retainshards.h. */
#include "cli/retainshards.h"

#include "rec/esc.h"

/* What every run says, in this order; what is not given is empty. The mode's own follows. */
enum said {
	MODE,
	AS_OF,
	ZONE,
	FROM,
	LEAVING,
	KNOWN_SINCE,
	LANDMARK,
	STRATA,
	BY,
	NBY,
	WHERE,
	KEEP_ONLY,
	TIME,
	BAD,
	N_SAID
};

static const char *const names[N_SAID] = {
    [MODE] = "mode",
    [AS_OF] = "as_of",
    [ZONE] = "zone",
    [FROM] = "from",
    [LEAVING] = "leaving",
    [KNOWN_SINCE] = "known_since",
    [LANDMARK] = "landmark",
    [STRATA] = "strata",
    [BY] = "by",
    [NBY] = "keys",
    [WHERE] = "where",
    [KEEP_ONLY] = "keep_only",
    [TIME] = "time",
    [BAD] = "bad",
};

/* Items joined by a mark. */
static struct cs_str
joined(struct cs_arena *a, const struct cs_str *item, size_t n, char mark)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str s;

	for (size_t i = 0; i < n; i++) {
		if (i != 0)
			cs_buf_c(&b, mark);
		cs_buf_str(&b, item[i]);
	}
	s = cs_arena_str(a, cs_buf_all(&b));
	cs_buf_finish(&b);
	return s;
}

static struct cs_str
given(struct cs_str s)
{
	return s.p != NULL ? s : CS_STR("");
}

/* What chose the rows, in canonical form. */
static int
choices(const struct cs_retaininput *in, struct cs_str said[N_SAID], struct cs_err *e)
{
	static const char *const bad[] = {
	    [CS_BAD_ERROR] = "", [CS_BAD_NULL] = "null", [CS_BAD_SKIP] = "skip"};
	const struct cs_common *o = &in->cli->opt;
	struct cs_arena *a = &in->cli->arena;
	const struct cs_head *head = in->r->history->source[in->r->zero_kind].head;

	said[BAD] = cs_str_z(bad[o->bad]);
	said[TIME] = cs_str_eqz(o->time, "started_at") ? CS_STR("") : o->time;
	if (head == NULL)
		return 0;
	if (o->where.p != NULL && cs_expr_canonical(a, o->where, head, &said[WHERE], e) != 0)
		return -1;
	return o->keep_only.p != NULL
		   ? cs_expr_canonical(a, o->keep_only, head, &said[KEEP_ONLY], e)
		   : 0;
}

int
cs_retainshards_sign(
    struct cs_retaininput *in, const struct cs_retainshards_ask *ask, struct cs_err *e)
{
	struct cs_retain *r = in->r;
	struct cs_arena *a = &in->cli->arena;
	struct cs_str said[N_SAID] = {
	    [MODE] = cs_str_z(r->mode->name),
	    [ZONE] = cs_str_z(cs_zone_name(r->zone)),
	    [FROM] = ask->from,
	    [LEAVING] = ask->leaving,
	    [KNOWN_SINCE] = given(ask->known_since),
	    [LANDMARK] = given(ask->landmark),
	    [STRATA] = joined(a, ask->strata, ask->nstrata, ','),
	    [BY] = joined(a, ask->by, ask->nby, ','),
	    [NBY] = cs_str_z(cs_arena_printf(a, "%zu", ask->nby)),
	};

	if (choices(in, said, e) != 0)
		return -1;
	for (int i = 0; i < N_SAID; i++)
		cs_retain_say_of(r, names[i], given(said[i]));
	return 0;
}

/* A path's last part. */
static struct cs_str
file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return cs_str_z(slash != NULL && slash[1] != '\0' ? slash + 1 : path);
}

/* The first file, and how many records were read of its kind. */
static const char *
first_file(const struct cs_retaininput *in, enum cs_fact_kind *kind)
{
	*kind = in->r->zero_kind;
	if (in->file[*kind].n != 0)
		return in->file[*kind].path[0];
	if (in->reader[*kind] != NULL)
		return "stdin";
	for (int k = 0; k < CS_FACTS; k++) {
		if (in->file[k].n == 0)
			continue;
		*kind = (enum cs_fact_kind)k;
		return in->file[k].path[0];
	}
	return "stdin";
}

int
cs_retainshards_piece(
    struct cs_retaininput *in, const char *name, struct cs_retaincells_run *run, struct cs_err *e)
{
	const struct cs_period *period = &in->cli->opt.period;
	enum cs_fact_kind kind;
	const char *file = first_file(in, &kind);
	struct cs_shard piece = {.name = name != NULL ? cs_str_z(name) : file_name(file),
	    .rows = in->adder[0].lost[kind].read,
	    .from = period->from,
	    .to = period->to};
	struct cs_buf b = CS_BUF_INIT;

	cs_time_text(&b, in->r->as_of);
	in->r->said[AS_OF].value = cs_arena_str(&in->cli->arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	run->zero_first = in->zero_first;
	return cs_shards_add(&run->shards, &in->cli->arena, &piece, e);
}

static int
unreadable(const char *what, struct cs_err *e)
{
	return cs_err_set(e, CS_EXIT_DATA, "the cells do not say what their %s is", what);
}

/* Of which mode and zone they are; --tz must be that one. */
static int
read_zone(const struct cs_sumcells *c, struct cs_cli *cli, struct cs_retain *r, struct cs_err *e)
{
	struct cs_str mode = cs_sumcells_said_of(&c->run, names[MODE], 0);
	struct cs_str zone = cs_sumcells_said_of(&c->run, names[ZONE], 0);

	if (!cs_str_eqz(mode, r->mode->name)) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "the cells are of --%.*s, not --%s",
		    CS_STR_ARG(mode), r->mode->name);
		return cs_err_hint(e, "give the options that they were written with");
	}
	if (cli->opt.zone != NULL && !cs_str_eqz(zone, cs_zone_name(cli->opt.zone))) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "the cells are of the zone %.*s, not %s",
		    CS_STR_ARG(zone), cs_zone_name(cli->opt.zone));
		return cs_err_hint(e, "--tz %.*s", CS_STR_ARG(zone));
	}
	r->zone = cs_zone_get(zone, e);
	return r->zone != NULL ? 0 : -1;
}

static int
read_zero(const struct cs_sumcells *c, struct cs_retain *r, struct cs_err *e)
{
	struct cs_str from = cs_sumcells_said_of(&c->run, names[FROM], 0);

	for (int k = 0; k < CS_FACTS; k++) {
		if (!cs_str_eqz(from, cs_fact_name[k]))
			continue;
		r->zero_kind = (enum cs_fact_kind)k;
		return 0;
	}
	return unreadable("time zero", e);
}

/* Rule of leaving, landmark, strata, as-of. */
static int
read_rules(const struct cs_sumcells *c, struct cs_retain *r, struct cs_err *e)
{
	struct cs_str leaving = cs_sumcells_said_of(&c->run, names[LEAVING], 0);
	struct cs_str landmark = cs_sumcells_said_of(&c->run, names[LANDMARK], 0);
	struct cs_str rest = cs_sumcells_said_of(&c->run, names[STRATA], 0), item;
	struct cs_str *strata = cs_arena_new(r->arena, rest.n + 1, sizeof *strata);

	if (leaving.n == 0 || cs_leaving_parse(leaving, &r->leaving, e) != 0)
		return unreadable("rule of leaving", e);
	r->leaving.zone = r->zone;
	r->has_landmark = landmark.n != 0;
	if (r->has_landmark && cs_horizon_parse(landmark, &r->landmark, e) != 0)
		return unreadable("landmark", e);
	r->nstrata = 0;
	while (rest.n != 0 && cs_str_split(&rest, ',', &item))
		strata[r->nstrata++] = item;
	r->strata = strata;
	if (!cs_time_parse(cs_sumcells_said_of(&c->run, names[AS_OF], 0), &r->as_of))
		return unreadable("as-of", e);
	r->leaving.as_of = r->history->as_of = r->as_of;
	return 0;
}

/* Times of --at, of cells whose sums are by them. */
static int
read_times(const struct cs_sumcells *c, struct cs_retain *r, struct cs_err *e)
{
	struct cs_str rest = cs_sumcells_said_of(&c->run, "at", 0), item;
	struct cs_horizon *at;

	if (rest.p == NULL)
		rest = cs_sumcells_said_of(&c->run, "uplift_at", 0);
	if (r->at_told || rest.n == 0)
		return 0;
	at = cs_arena_new(r->arena, rest.n, sizeof *at);
	r->nat = 0;
	while (cs_str_split(&rest, ',', &item)) {
		if (cs_horizon_parse(item, &at[r->nat++], e) != 0)
			return unreadable("times", e);
	}
	r->at = at;
	return 0;
}

/* Reasons of cancellation, escaped as in a cell. */
static int
read_cancels(const struct cs_sumcells *c, struct cs_retain *r, struct cs_err *e)
{
	static const char *const says[] = {"curve_cancels", "uplift_cancels"};
	struct cs_buf text = CS_BUF_INIT;
	struct cs_str rest = CS_STR(""), item, *cancel;
	int result = 0;

	for (size_t i = 0; i < sizeof says / sizeof *says && rest.n == 0; i++)
		rest = given(cs_sumcells_said_of(&c->run, says[i], 0));
	if (r->ncancel != 0 || rest.n == 0)
		return 0;
	cancel = cs_arena_new(r->arena, rest.n, sizeof *cancel);
	while (result == 0 && cs_str_split(&rest, ',', &item)) {
		cs_buf_reset(&text);
		if (cs_esc_decode(item, &text, &item))
			cancel[r->ncancel++] = cs_arena_str(r->arena, item);
		else
			result = unreadable("cancel reasons", e);
	}
	r->cancel = cancel;
	cs_buf_finish(&text);
	return result;
}

static int
open_once(struct cs_sumcells *c, struct cs_cli *cli, struct cs_err *e)
{
	if (c->opened)
		return 0;
	return cs_sumcells_open(c, &cs_retaincells_kind, &cli->arena, cli->file, cli->nfile, e);
}

int
cs_retainshards_mode(
    struct cs_sumcells *c, struct cs_cli *cli, struct cs_str *mode, struct cs_err *e)
{
	if (open_once(c, cli, e) != 0)
		return -1;
	*mode = cs_sumcells_said_of(&c->run, names[MODE], 0);
	return mode->p != NULL ? 0 : unreadable("mode", e);
}

int
cs_retainshards_open(
    struct cs_sumcells *c, struct cs_cli *cli, struct cs_retain *r, struct cs_err *e)
{
	int64_t nby;

	if (open_once(c, cli, e) != 0 || read_zone(c, cli, r, e) != 0 || read_zero(c, r, e) != 0 ||
	    read_rules(c, r, e) != 0 || read_times(c, r, e) != 0 || read_cancels(c, r, e) != 0)
		return -1;
	if (!cs_num_i64(cs_sumcells_said_of(&c->run, names[NBY], 0), &nby) || nby < 0 ||
	    nby > c->nkey)
		return unreadable("number of keys", e);
	r->merged = true;
	r->nby = r->nkey = (unsigned)nby;
	r->key = cs_arena_new(r->arena, c->nkey + 1, sizeof *r->key);
	memcpy(r->key, c->key, r->nkey * sizeof *r->key);
	for (size_t i = 0; i < c->run.nsaid && i < N_SAID; i++)
		cs_retain_say_of(r, c->run.said[i].name, c->run.said[i].value);
	if (r->mode->recall != NULL)
		r->mode->recall(r, c);
	return 0;
}

int
cs_retainshards_same(const struct cs_sumcells *c, const struct cs_retain *r, struct cs_err *e)
{
	bool keys = r->nkey == c->nkey;

	for (size_t i = 0; i < r->nsaid || i < c->run.nsaid; i++) {
		const struct cs_sumcells_said *own = i < r->nsaid ? &r->said[i] : NULL;
		const struct cs_sumcells_said *other = i < c->run.nsaid ? &c->run.said[i] : NULL;
		struct cs_str theirs = CS_STR(""), ours = CS_STR("");

		if (other != NULL && own != NULL && strcmp(own->name, other->name) == 0 &&
		    cs_str_eq(own->value, other->value))
			continue;
		if (other != NULL)
			theirs = given(other->value);
		if (own != NULL)
			ours = given(own->value);
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "the cells are of another run: %s is '%.*s' there, and '%.*s' here",
		    (own != NULL ? own : other)->name, CS_STR_ARG(theirs), CS_STR_ARG(ours));
		return cs_err_hint(e, "give the options that they were written with");
	}
	for (unsigned k = 0; k < r->nkey && keys; k++)
		keys =
		    cs_str_eq(r->key[k].name, c->key[k].name) && r->key[k].type == c->key[k].type;
	if (keys)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "the cells have other keys");
	return cs_err_hint(e, "give the options that they were written with");
}

int
cs_retainshards_read(struct cs_sumcells *c, struct cs_cli *cli, struct cs_sums *s,
    const char *manifest, struct cs_err *e)
{
	if (cs_sumcells_read(c, s, e) != 0)
		return -1;
	cli->count.read = cli->count.used = cs_reader_count(c->in.in).rows;
	if (manifest != NULL)
		return cs_shards_check_file(&c->run.shards, manifest, e);
	return 0;
}
