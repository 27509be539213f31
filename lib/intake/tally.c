/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account of an intake: see tally.h. */
#include "intake/tally.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "rec/esc.h"

enum { MOST_NAMED = 20 }; /* reasons in the sum; the rest is added up */

void
cs_tally_init(struct cs_tally *t)
{
	*t = (struct cs_tally){.first = INT64_MAX, .last = INT64_MIN};
}

void
cs_tally_finish(struct cs_tally *t)
{
	cs_map_finish(&t->reason);
	cs_map_finish(&t->doubt);
	cs_buf_finish(&t->shown);
	free(t->skipped);
	free(t->doubted);
	cs_tally_init(t);
}

void
cs_tally_reset(struct cs_tally *t)
{
	t->read = t->used = t->rejected = t->written = 0;
	for (size_t i = 0; i < t->reason.n; i++)
		t->skipped[i] = 0;
	for (size_t i = 0; i < t->doubt.n; i++)
		t->doubted[i] = 0;
	memset(t->note, 0, sizeof t->note);
	t->first = INT64_MAX;
	t->last = INT64_MIN;
	cs_buf_reset(&t->shown);
	t->nshown = 0;
}

/* Adds n to the count of a name. */
static void
count(struct cs_map *names, uint64_t **n, size_t *cap, struct cs_str name, uint64_t more)
{
	size_t before = names->n;
	uint32_t id = cs_map_add(names, name);

	*n = cs_mem_grow(*n, cap, names->n, sizeof **n);
	(*n)[id] = (id < before ? (*n)[id] : 0) + more;
}

void
cs_tally_skip(struct cs_tally *t, struct cs_str reason, uint64_t n)
{
	count(&t->reason, &t->skipped, &t->skipped_cap, reason, n);
}

void
cs_tally_doubt(struct cs_tally *t, struct cs_str what, uint64_t n)
{
	count(&t->doubt, &t->doubted, &t->doubted_cap, what, n);
}

void
cs_tally_add(struct cs_tally *t, const struct cs_tally *from)
{
	t->read += from->read;
	t->used += from->used;
	t->rejected += from->rejected;
	t->written += from->written;
	for (size_t i = 0; i < from->reason.n; i++)
		if (from->skipped[i] != 0)
			cs_tally_skip(t, cs_map_key(&from->reason, (uint32_t)i), from->skipped[i]);
	for (size_t i = 0; i < from->doubt.n; i++)
		if (from->doubted[i] != 0)
			cs_tally_doubt(t, cs_map_key(&from->doubt, (uint32_t)i), from->doubted[i]);
	for (size_t i = 0; i < CS_NOTE_N; i++)
		t->note[i] += from->note[i];
	if (from->first <= from->last) {
		cs_tally_instant(t, from->first);
		cs_tally_instant(t, from->last);
	}
	for (struct cs_str rest = cs_buf_all(&from->shown), line;
	     t->nshown < CS_TALLY_SHOWN && cs_str_split(&rest, '\n', &line) && line.n != 0;
	     t->nshown++) {
		cs_buf_str(&t->shown, line);
		cs_buf_c(&t->shown, '\n');
	}
}

/* The records that were skipped, over all reasons. */
static uint64_t
skipped(const struct cs_tally *t)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < t->reason.n; i++)
		sum += t->skipped[i];
	return sum;
}

int
cs_tally_check(const struct cs_tally *t, struct cs_err *e)
{
	if (t->read == t->used + skipped(t) + t->rejected)
		return 0;
	return cs_err_set(e, CS_EXIT_DATA,
	    "a defect: read %" PRIu64 " is not used %" PRIu64 " + skipped %" PRIu64
	    " + rejected %" PRIu64,
	    t->read, t->used, skipped(t), t->rejected);
}

void
cs_tally_rejects(const struct cs_tally *t, struct cs_buf *out)
{
	cs_buf_str(out, cs_buf_all(&t->shown));
	if (t->rejected > t->nshown)
		cs_buf_printf(out, "... and %" PRIu64 " more rejected\n", t->rejected - t->nshown);
}

void
cs_tally_sum(const struct cs_tally *t, struct cs_buf *out)
{
	const char *between = " (";
	uint64_t others = 0;
	size_t named = 0;

	cs_buf_printf(out, "read %" PRIu64 " = used %" PRIu64 " + skipped %" PRIu64, t->read,
	    t->used, skipped(t));
	for (size_t i = 0; i < t->reason.n; i++) {
		if (t->skipped[i] == 0)
			continue;
		if (named++ >= MOST_NAMED) {
			others += t->skipped[i];
			continue;
		}
		cs_buf_printf(out, "%s%.*s %" PRIu64, between,
		    CS_STR_ARG(cs_map_key(&t->reason, (uint32_t)i)), t->skipped[i]);
		between = ", ";
	}
	if (others != 0)
		cs_buf_printf(out, ", others %" PRIu64, others);
	cs_buf_printf(out, "%s + rejected %" PRIu64 "; contacts written %" PRIu64,
	    between[0] == ',' ? ")" : "", t->rejected, t->written);
}

void
cs_tally_notes(const struct cs_tally *t, struct cs_buf *out)
{
	static const char *const text[CS_NOTE_N] = {
	    [CS_NOTE_ODD] = "records with stray quotes or CRs, read as libcsv reads them",
	    [CS_NOTE_ZONE] = "times without a zone, taken as UTC (--set zone=Europe/Berlin, say, "
			     "names theirs)",
	    [CS_NOTE_TWICE] = "local times that occur twice, clocks being put back, taken as the "
			      "earlier",
	    [CS_NOTE_SKIPPED] = "local times that do not exist, clocks being put forward, moved on",
	    [CS_NOTE_NEGATIVE] = "numbers below zero, made NULL as the map says",
	    [CS_NOTE_PADDED] = "short records, filled up with empty cells as the map says",
	};

	for (size_t i = 0; i < CS_NOTE_N; i++)
		if (t->note[i] != 0)
			cs_buf_printf(out, "%s: %" PRIu64 "\n", text[i], t->note[i]);
	for (size_t i = 0; i < t->doubt.n; i++)
		if (t->doubted[i] != 0)
			cs_buf_printf(out,
			    "records whose given %.*s, which is kept, differs from the computed "
			    "one by "
			    "over a second: %" PRIu64 "\n",
			    CS_STR_ARG(cs_map_key(&t->doubt, (uint32_t)i)), t->doubted[i]);
}

/* Any bytes as a cell: what is not UTF-8, and NUL, as \xHH. */
static void
put_raw(struct cs_buf *out, struct cs_str s)
{
	while (s.n != 0) {
		size_t good = 0, len;

		while (good < s.n && s.p[good] != '\0' &&
		       cs_utf8_next(cs_str_skip(s, good), &len) >= 0)
			good += len;
		cs_esc_add(out, cs_str_head(s, good));
		s = cs_str_skip(s, good);
		if (s.n != 0) {
			cs_buf_printf(out, "\\x%02x", (unsigned char)s.p[0]);
			s = cs_str_skip(s, 1);
		}
	}
}

static void
show(struct cs_tally *t, const struct cs_reject *r)
{
	struct cs_str value = cs_str_head(r->value, 80);
	size_t begin = t->shown.n;

	if (t->nshown++ >= CS_TALLY_SHOWN)
		return;
	cs_buf_printf(&t->shown, "%s:%" PRIu64 ": ", r->file, r->line);
	if (r->column.n != 0)
		cs_buf_printf(&t->shown, "column %.*s: '%.*s%s' ", CS_STR_ARG(r->column),
		    CS_STR_ARG(value), value.n < r->value.n ? "..." : "");
	cs_buf_printf(&t->shown, "%s", r->why);
	for (size_t i = begin; i < t->shown.n; i++)
		if (t->shown.p[i] == '\n')
			t->shown.p[i] = ' ';
	cs_buf_c(&t->shown, '\n');
}

void
cs_tally_reject(struct cs_tally *t, struct cs_buf *out, const struct cs_reject *r)
{
	t->rejected++;
	show(t, r);
	cs_esc_add(out, cs_str_z(r->file));
	cs_buf_printf(out, "\t%" PRIu64 "\t", r->line);
	if (r->column.n != 0) {
		cs_esc_add(out, r->column);
		cs_buf_c(out, '\t');
		put_raw(out, r->value);
	} else {
		cs_buf_z(out, "\\N\t\\N");
	}
	cs_buf_c(out, '\t');
	cs_esc_add(out, cs_str_z(r->why));
	cs_buf_c(out, '\t');
	put_raw(out, r->raw);
	cs_buf_c(out, '\n');
}
