/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A proposal for a source map: see draft.h. */
#include "intake/draft.h"

#include <stdlib.h>

#include "base/data.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "intake/draftcol.h"
#include "rec/bytes.h"
#include "rec/csv.h"

enum { LOOK_AT = 4 << 20, MOST_SYNONYMS = 32 };

struct draft {
	const char *name; /* of the file */
	char delim;
	bool guessed;	   /* the delimiter */
	int encoding;	   /* of cs_encoding_parse; -1: UTF-8 */
	const char *coded; /* its name */
	bool whole;	   /* the file ended within what was looked at */
	struct cs_buf bytes;
	struct cs_csv_batch batch;
	struct cs_draft_col *col;
	unsigned ncol;
	size_t nrow;
	struct cs_arena arena;
};

static int
load(struct draft *d, const char *path, struct cs_err *e)
{
	struct cs_bytes *in = cs_bytes_open(path, e);
	int64_t got = -1;

	if (in == NULL)
		return -1;
	d->name = cs_arena_printf(&d->arena, "%s", cs_bytes_name(in));
	do {
		char *room = cs_buf_reserve(&d->bytes, CS_BYTES_BLOCK);

		got = cs_bytes_read(in, room, CS_BYTES_BLOCK, e);
		d->bytes.n += got > 0 ? (size_t)got : 0;
	} while (got > 0 && d->bytes.n < LOOK_AT);
	d->whole = got == 0;
	cs_bytes_close(in);
	return got < 0 ? -1 : 0;
}

/* A character cut off by the end of what was read is none of the file's. */
static bool
is_utf8(struct cs_str s, bool whole)
{
	size_t end = s.n;

	while (!whole && end != 0 && s.n - end < 3 && ((unsigned char)s.p[end - 1] & 0xc0) == 0x80)
		end--;
	if (!whole && end != 0 && (unsigned char)s.p[end - 1] >= 0xc0)
		end--;
	return cs_utf8_valid(s) || cs_utf8_valid(cs_str_head(s, end));
}

/* What is not UTF-8 is UTF-16 by its mark, or taken as Windows text. */
static void
decode(struct draft *d)
{
	struct cs_str s = cs_buf_all(&d->bytes);
	struct cs_buf to = CS_BUF_INIT;

	d->encoding = -1;
	if (cs_str_starts(s, CS_STR("\xff\xfe")))
		d->coded = "utf-16le";
	else if (cs_str_starts(s, CS_STR("\xfe\xff")))
		d->coded = "utf-16be";
	else if (!is_utf8(s, d->whole))
		d->coded = "windows-1252";
	if (d->coded == NULL)
		return;
	d->encoding = cs_encoding_parse(cs_str_z(d->coded));
	if (d->coded[0] == 'u')
		s.n -= s.n % 2;
	(void)cs_encoding_add(&to, s, d->encoding);
	cs_buf_finish(&d->bytes);
	d->bytes = to;
}

/* The delimiter that the first line has most of. */
static void
guess_delimiter(struct draft *d)
{
	static const char marks[] = ",;\t|";
	struct cs_str line =
	    cs_str_head(cs_buf_all(&d->bytes), cs_str_find(cs_buf_all(&d->bytes), '\n'));
	size_t most = 0;

	d->delim = ',';
	d->guessed = true;
	for (const char *m = marks; *m != '\0'; m++) {
		bool quoted = false;
		size_t n = 0;

		for (size_t i = 0; i < line.n; i++) {
			quoted ^= line.p[i] == '"';
			n += !quoted && line.p[i] == *m;
		}
		if (n > most) {
			most = n;
			d->delim = *m;
		}
	}
}

/* The header, and the cells of the first rows as long as they are as wide. */
static int
take_cells(struct draft *d, struct cs_err *e)
{
	const struct cs_csv_batch *b = &d->batch;
	const struct cs_csv_rec *head;
	struct cs_buf scratch = CS_BUF_INIT;
	size_t at = 0;

	while (at < b->nrec && b->rec[at].begin == b->rec[at].end)
		at++;
	if (at == b->nrec || b->rec[at].bad != CS_CSV_GOOD)
		return cs_err_set(e, CS_EXIT_DATA, "%s: no header line", d->name);
	head = &b->rec[at++];
	if (!cs_utf8_valid(cs_csv_bytes(b, head)))
		return cs_err_set(e, CS_EXIT_DATA, "%s: the header is not text", d->name);
	d->ncol = head->ncell;
	d->col = cs_arena_new(&d->arena, d->ncol, sizeof *d->col);
	for (uint32_t c = 0; c < d->ncol; c++) {
		cs_buf_reset(&scratch);
		d->col[c].header =
		    cs_arena_str(&d->arena, cs_str_trim(cs_csv_text(b, head, c, &scratch)));
		d->col[c].cell = cs_arena_new(&d->arena, CS_DRAFT_ROWS, sizeof *d->col[c].cell);
	}
	for (; at < b->nrec && d->nrow < CS_DRAFT_ROWS; at++) {
		const struct cs_csv_rec *r = &b->rec[at];

		if (r->bad != CS_CSV_GOOD || r->ncell != d->ncol || r->begin == r->end ||
		    !cs_utf8_valid(cs_csv_bytes(b, r)))
			continue;
		for (uint32_t c = 0; c < d->ncol; c++) {
			struct cs_draft_col *col = &d->col[c];

			cs_buf_reset(&scratch);
			col->cell[col->n++] =
			    cs_arena_str(&d->arena, cs_str_trim(cs_csv_text(b, r, c, &scratch)));
		}
		d->nrow++;
	}
	cs_buf_finish(&scratch);
	return 0;
}

static int
split(struct draft *d, struct cs_err *e)
{
	struct cs_csv_opt opt = CS_CSV_OPT_INIT;
	struct cs_csv csv;
	int r = -1;

	opt.delim = d->delim;
	cs_csv_init(&csv, &opt);
	cs_csv_begin(&csv, &d->batch);
	cs_buf_str(&d->batch.bytes, cs_buf_all(&d->bytes));
	if (cs_csv_split(&csv, &d->batch, d->whole) == 0 &&
	    cs_csv_split(&csv, &d->batch, true) == 0)
		(void)cs_err_set(
		    e, CS_EXIT_DATA, "%s: is empty; a CSV begins with a header line", d->name);
	else
		r = take_cells(d, e);
	cs_csv_finish(&csv);
	return r;
}

/* A header as the synonyms are written: lower case, one blank for blanks, _ and -. */
static void
simplify(struct cs_buf *to, struct cs_str header)
{
	struct cs_buf folded = CS_BUF_INIT;

	cs_buf_reset(to);
	cs_utf8_fold(&folded, header);
	for (size_t i = 0; i < folded.n; i++) {
		char c = folded.p[i];

		if (c == '_' || c == '-' || c == ' ' || c == '\t' || c == '\n' || c == '(') {
			if (to->n != 0 && to->p[to->n - 1] != ' ')
				cs_buf_c(to, ' ');
			if (c == '(')
				break; /* a unit comes */
		} else {
			cs_buf_c(to, c);
		}
	}
	while (to->n != 0 && to->p[to->n - 1] == ' ')
		to->n--;
	cs_buf_finish(&folded);
}

/* The column without a name of ours yet whose header is that, or NULL. */
static struct cs_draft_col *
find(struct draft *d, struct cs_str synonym)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_draft_col *found = NULL;

	for (unsigned i = 0; i < d->ncol && found == NULL; i++) {
		if (d->col[i].name.n != 0)
			continue;
		simplify(&b, d->col[i].header);
		if (cs_str_eq(cs_buf_all(&b), synonym))
			found = &d->col[i];
	}
	cs_buf_finish(&b);
	return found;
}

/* Gives columns our names: those that have them, then by synonyms, the better ones first. */
static int
name_columns(struct draft *d, struct cs_err *e)
{
	struct cs_line item;
	struct cs_lines l;
	int got;

	cs_lines_init(&l, &d->arena, "synonyms", cs_data("maps/synonyms"));
	while ((got = cs_lines_next(&l, &item, e)) > 0) {
		struct cs_str cell[MOST_SYNONYMS];
		size_t n = cs_line_cells(&item, cell, MOST_SYNONYMS);
		struct cs_draft_col *c = NULL;
		struct cs_buf own = CS_BUF_INIT;

		n = n < MOST_SYNONYMS ? n : MOST_SYNONYMS;
		simplify(&own, cell[0]);
		c = find(d, cs_buf_all(&own));
		for (size_t i = 1; i < n && c == NULL; i++)
			c = find(d, cell[i]);
		cs_buf_finish(&own);
		if (c == NULL)
			continue;
		c->def = cs_schema_find(cell[0]);
		c->name = cell[0];
	}
	return got;
}

static bool
has(const struct draft *d, const char *name)
{
	for (unsigned i = 0; i < d->ncol; i++)
		if (cs_str_eqz(d->col[i].name, name))
			return true;
	return false;
}

static const char *
delimiter_name(char c)
{
	return c == '\t' ? "tab" : c == ';' ? "semicolon" : c == '|' ? "pipe" : "comma";
}

static void
put_source(struct cs_buf *out, const struct draft *d, bool local)
{
	const char *between = "";

	cs_buf_z(out, "[source]\ntype = csv\n");
	if (d->guessed && d->ncol == 1)
		cs_buf_z(out, "# ? one column only: is the delimiter another one?\n");
	else if (d->guessed && d->delim != ',')
		cs_buf_z(out, "# ? guessed from the first line\n");
	cs_buf_printf(out, "delimiter = %s\n", delimiter_name(d->delim));
	if (d->coded != NULL && d->coded[0] != 'u')
		cs_buf_z(out, "# ? it is not UTF-8: Windows text is a guess\n");
	if (d->coded != NULL)
		cs_buf_printf(out, "encoding = %s\n", d->coded);
	if (local)
		cs_buf_z(out, "# ? which zone? The times below name none; without one they are "
			      "taken as UTC\n# zone = Europe/Berlin\n");
	cs_buf_z(out, "# columns not named below pass as text; drop leaves them out\n"
		      "others = text\n");
	if (!has(d, "contact_id") && !has(d, "started_at"))
		return;
	cs_buf_z(out, "require = ");
	for (unsigned i = 0; i < d->ncol; i++)
		if (cs_str_eqz(d->col[i].name, "contact_id") ||
		    cs_str_eqz(d->col[i].name, "started_at")) {
			cs_buf_printf(out, "%s%.*s", between, CS_STR_ARG(d->col[i].name));
			between = ", ";
		}
	cs_buf_c(out, '\n');
}

/* Line breaks and the like, which a line of a map cannot hold. */
static bool
has_controls(struct cs_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ')
			return true;
	return false;
}

static void
put_map(struct cs_buf *out, const struct draft *d)
{
	struct cs_buf columns = CS_BUF_INIT, others = CS_BUF_INIT;
	bool local = false, comma = false;

	for (unsigned i = 0; i < d->ncol; i++)
		comma |= cs_draft_has_comma(&d->col[i]);

	for (unsigned i = 0; i < d->ncol; i++) {
		struct cs_draft_col *c = &d->col[i];

		c->comma_file = comma;
		if (c->name.n == 0 && !has_controls(c->header))
			cs_draft_unnamed(&others, c, &local);
		if (c->name.n == 0)
			continue;
		if (has_controls(c->header))
			cs_buf_printf(&columns,
			    "# ? column %u is our %.*s, but its name has a line break\n", i + 1,
			    CS_STR_ARG(c->name));
		else
			cs_draft_line(&columns, c, &local);
	}
	cs_buf_printf(out,
	    "# Proposed from %zu rows. A line with # ? is a guess or a question: look at it.\n\n",
	    d->nrow);
	put_source(out, d, local);
	cs_buf_z(out, "\n[columns]\n");
	if (!has(d, "contact_id"))
		cs_buf_z(out, "# ? which column names the contact? contact_id = ...\n");
	if (!has(d, "started_at"))
		cs_buf_z(out, "# ? which column says when it began? started_at = ...\n");
	cs_buf_str(out, cs_buf_all(&columns));
	cs_buf_str(out, cs_buf_all(&others));
	cs_buf_finish(&columns);
	cs_buf_finish(&others);
}

static int
propose(struct cs_buf *out, struct draft *d, char delim, struct cs_err *e)
{
	int r;

	d->delim = delim;
	decode(d);
	if (delim == '\0')
		guess_delimiter(d);
	r = split(d, e);
	if (r == 0)
		r = name_columns(d, e);
	if (r == 0)
		put_map(out, d);
	return r;
}

static void
finish(struct draft *d)
{
	cs_buf_finish(&d->bytes);
	cs_csv_batch_finish(&d->batch);
	cs_arena_finish(&d->arena);
}

int
cs_draft_bytes(struct cs_buf *out, const struct cs_draft_text *text, char delim, struct cs_err *e)
{
	struct draft d = {.name = text->name, .whole = text->whole};
	int r;

	cs_buf_str(&d.bytes, text->bytes);
	r = propose(out, &d, delim, e);
	finish(&d);
	return r;
}

int
cs_draft_map(struct cs_buf *out, const char *path, char delim, struct cs_err *e)
{
	struct draft d = {.name = NULL};
	int r = load(&d, path, e);

	if (r == 0)
		r = propose(out, &d, delim, e);
	finish(&d);
	return r;
}
