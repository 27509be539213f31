/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of cs-retain as records, the way out: see retaincells.h. */
#include "retain/retaincells.h"

#include <stdio.h>

#include "base/dec.h"
#include "rec/gz.h"
#include "retain/retainout.h"

static const char *const before[] = {"kind"};
static const char *const behind[] = {"part", "t", "value"};

static const char *const count_names[CS_RETAIN_MODE] = {
    [CS_RETAIN_CONTACTS] = "contacts",
    [CS_RETAIN_CONTACTS_KNOWN] = "contacts_known",
    [CS_RETAIN_CUSTOMERS] = "customers",
    [CS_RETAIN_IN] = "in",
    [CS_RETAIN_NO_ZERO] = "no_zero",
    [CS_RETAIN_STAY + CS_STAY_FOLLOWED] = "followed",
    [CS_RETAIN_STAY + CS_STAY_UNKNOWN] = "unknown",
    [CS_RETAIN_STAY + CS_STAY_REVERSED] = "reversed",
    [CS_RETAIN_STAY + CS_STAY_GONE] = "gone",
    [CS_RETAIN_STAY + CS_STAY_LOST] = "lost",
    [CS_RETAIN_AHEAD] = "ahead",
    [CS_RETAIN_ROWS_TWICE] = "rows_twice",
    [CS_RETAIN_STAYS] = "stays",
    [CS_RETAIN_PURCHASE_TWICE] = "purchase_twice",
    [CS_RETAIN_PURCHASE_EARLY] = "purchase_early",
    [CS_RETAIN_ANSWER_TWICE] = "answer_twice",
    [CS_RETAIN_STRANGERS] = "strangers",
    [CS_RETAIN_LATER] = "later",
};

void
cs_retaincells_count_name(struct cs_buf *b, unsigned count)
{
	if (count < CS_RETAIN_MODE)
		cs_buf_z(b, count_names[count]);
	else
		cs_buf_printf(b, "mode_%u", count - CS_RETAIN_MODE);
}

static bool
named(const struct cs_head *h, unsigned col, const char *name)
{
	return cs_str_eqz(h->col[col].name, name);
}

bool
cs_retaincells_head(const struct cs_head *h)
{
	return h->ncol >= 4 && named(h, 0, before[0]) && named(h, h->ncol - 3, behind[0]) &&
	       named(h, h->ncol - 2, behind[1]) && named(h, h->ncol - 1, behind[2]);
}

struct writing {
	const struct cs_sums *s;
	struct cs_writer *w;
	size_t group; /* SIZE_MAX: about the run */
	uint64_t ncell;
	uint32_t crc;
};

/* One record; t p NULL: NULL. */
static void
record(
    struct writing *w, const char *kind, struct cs_str part, struct cs_str t, struct cs_str value)
{
	size_t begin = w->w->buf.n;

	cs_writer_text(w->w, cs_str_z(kind));
	for (unsigned k = 0; k < w->s->form->nkey; k++) {
		if (w->group == SIZE_MAX)
			cs_writer_null(w->w);
		else
			cs_writer_raw(w->w, cs_sums_key(w->s, w->group, k));
	}
	cs_writer_text(w->w, part);
	if (t.p != NULL)
		cs_writer_text(w->w, t);
	else
		cs_writer_null(w->w);
	cs_writer_text(w->w, value);
	w->crc = cs_gz_crc32(w->crc, w->w->buf.p + begin, w->w->buf.n - begin);
	w->crc = cs_gz_crc32(w->crc, "\n", 1);
	cs_writer_end(w->w);
}

static const struct cs_str none = {NULL, 0};

static void
number(struct writing *w, const char *kind, struct cs_str part, struct cs_str t, int64_t v)
{
	char text[CS_NUM_I64_MAX];

	record(w, kind, part, t, cs_str(text, cs_num_i64_text(text, v)));
}

static void
instant(struct writing *w, const char *part, int64_t at)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_time_text(&b, at);
	record(w, "meta", cs_str_z(part), none, cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* What it is of. */
static void
write_said(struct writing *w, const struct cs_retain *r, const struct cs_retaincells_run *run)
{
	struct cs_buf b = CS_BUF_INIT;

	number(w, "meta", CS_STR("version"), none, CS_RETAINCELLS_VERSION);
	for (size_t i = 0; i < r->nsaid; i++)
		record(w, "said", cs_str_z(r->said[i].name), none, r->said[i].value);
	for (unsigned k = 0; k < r->nkey; k++)
		record(w, "key", r->key[k].name, none, cs_str_z(cs_type_name(r->key[k].type)));
	if (r->first <= r->last) {
		instant(w, "first", r->first);
		instant(w, "last", r->last);
	}
	if (run->zero_first != CS_INSTANT_MAX)
		instant(w, "zero_first", run->zero_first);
	if (r->bought_first != CS_INSTANT_MAX)
		instant(w, "bought_first", r->bought_first);
	for (size_t i = 0; i < run->shards.n; i++) {
		const struct cs_shard *shard = &run->shards.shard[i];

		cs_buf_reset(&b);
		cs_shard_period_text(&b, shard);
		number(w, "shard", shard->name, b.n != 0 ? cs_buf_all(&b) : none,
		    (int64_t)shard->rows);
	}
	for (unsigned i = 0; i < CS_RETAIN_COUNTS; i++) {
		if (r->count[i] == 0)
			continue;
		cs_buf_reset(&b);
		cs_retaincells_count_name(&b, i);
		number(w, "count", cs_buf_all(&b), none, (int64_t)r->count[i]);
	}
	cs_buf_finish(&b);
}

static void
write_cells(struct writing *w)
{
	const struct cs_sums *s = w->s;
	struct cs_buf b = CS_BUF_INIT;
	char t[CS_NUM_I64_MAX];

	for (w->group = 0; w->group < s->ngroup; w->group++) {
		for (size_t i = s->first[w->group]; i < s->first[w->group + 1]; i++) {
			const struct cs_sum *sum = &s->sum[i];

			cs_buf_reset(&b);
			cs_dec_text(&b, cs_dec_int(sum->v));
			record(w, "cell", cs_str_z(s->form->part[sum->part]),
			    cs_str(t, cs_num_i64_text(t, sum->t)), cs_buf_all(&b));
			w->ncell++;
		}
	}
	w->group = SIZE_MAX;
	cs_buf_finish(&b);
}

static int
columns(struct cs_head *head, const struct cs_retain *r, struct cs_err *e)
{
	int result = cs_retainout_columns(head, before, 1, e);

	for (unsigned k = 0; k < r->nkey && result == 0; k++)
		result = cs_head_add(head, r->key[k].name, e);
	return result == 0 ? cs_retainout_columns(head, behind, 3, e) : -1;
}

int
cs_retaincells_write(const struct cs_retain *r, const struct cs_retaincells_run *run,
    const struct cs_sums *s, struct cs_writer *out, struct cs_err *e)
{
	struct writing w = {.s = s, .w = out, .group = SIZE_MAX};
	struct cs_head head = CS_HEAD_INIT;
	char hex[CS_NUM_HEX32 + 1];
	int result = columns(&head, r, e);

	if (result == 0) {
		cs_writer_head(out, &head);
		write_said(&w, r, run);
		write_cells(&w);
		number(&w, "end", CS_STR("cells"), none, (int64_t)w.ncell);
		(void)snprintf(hex, sizeof hex, "%08lx", (unsigned long)w.crc);
		record(&w, "end", CS_STR("crc32"), none, cs_str(hex, CS_NUM_HEX32));
	}
	cs_head_finish(&head);
	return result;
}
