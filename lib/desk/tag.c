/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tagging records: see tag.h. */
#include "desk/tag.h"

#include <inttypes.h>

#include "base/mem.h"
#include "rec/esc.h"

static const struct cs_str names[CS_TAG_COLUMNS] = {
    [CS_TAG_LABEL] = CS_STR_INIT("sent_label"),
    [CS_TAG_SCORE] = CS_STR_INIT("sent_score"),
    [CS_TAG_POS] = CS_STR_INIT("sent_pos"),
    [CS_TAG_NEG] = CS_STR_INIT("sent_neg"),
    [CS_TAG_THEMES] = CS_STR_INIT("themes"),
    [CS_TAG_WHY] = CS_STR_INIT("why"),
};

/* The column of the input that has the name itself; an alias is another column. */
static int
there(const struct cs_head *h, struct cs_str name)
{
	for (unsigned i = 0; i < h->ncol; i++)
		if (cs_str_eq(h->col[i].name, name))
			return (int)i;
	return -1;
}

static void
add_place(struct cs_tagger *t, unsigned input, enum cs_tag_column column)
{
	unsigned i = t->nplace++;

	for (; i > 0 && t->place[i - 1].input > input; i--)
		t->place[i] = t->place[i - 1];
	t->place[i] = (struct cs_tag_place){input, column};
}

int
cs_tagger_bind(struct cs_tagger *t, const struct cs_head *in, struct cs_str text, bool replace,
    struct cs_err *e)
{
	int col = cs_head_need(in, text, e);

	if (col < 0)
		return -1;
	t->text = (unsigned)col;
	cs_head_copy(&t->head, in);
	for (int c = 0; c < CS_TAG_COLUMNS; c++) {
		col = there(in, names[c]);
		if (col >= 0 && !replace) {
			(void)cs_err_set(
			    e, CS_EXIT_USAGE, "column %.*s is there already", CS_STR_ARG(names[c]));
			return cs_err_hint(e, "--replace writes the columns of these names anew");
		}
		if (col >= 0) {
			add_place(t, (unsigned)col, (enum cs_tag_column)c);
			continue;
		}
		t->added[t->nadded++] = (enum cs_tag_column)c;
		if (cs_head_add(&t->head, names[c], e) != 0)
			return -1;
	}
	return 0;
}

void
cs_tagger_finish(struct cs_tagger *t)
{
	cs_head_finish(&t->head);
	t->nplace = t->nadded = 0;
}

void
cs_tag_worker_finish(struct cs_tag_worker *w)
{
	cs_tokens_finish(&w->tokens);
	cs_hits_finish(&w->hits);
	cs_mood_finish(&w->mood);
	cs_tags_finish(&w->tags);
	for (int c = 0; c < CS_TAG_COLUMNS; c++)
		cs_buf_finish(&w->cell[c]);
	cs_buf_finish(&w->scratch);
	cs_buf_finish(&w->plain);
}

static void
null_cell(struct cs_tag_worker *w, enum cs_tag_column c)
{
	cs_buf_z(&w->cell[c], "\\N");
}

/* The sent_ columns and why. */
static void
mood_cells(const struct cs_tagger *t, struct cs_tag_worker *w)
{
	const struct cs_mood *m = &w->mood;

	if (m->label == CS_MOOD_UNKNOWN) {
		for (int c = 0; c < CS_TAG_COLUMNS; c++)
			if (c != CS_TAG_THEMES)
				null_cell(w, (enum cs_tag_column)c);
		return;
	}
	cs_buf_z(&w->cell[CS_TAG_LABEL], cs_mood_label_text(m->label));
	cs_mood_decimal(&w->cell[CS_TAG_SCORE], m->score);
	cs_mood_decimal(&w->cell[CS_TAG_POS], m->pos);
	cs_mood_decimal(&w->cell[CS_TAG_NEG], m->neg);
	cs_buf_reset(&w->plain);
	cs_mood_why(m, t->lexicon, &w->plain);
	cs_esc_add(&w->cell[CS_TAG_WHY], cs_buf_all(&w->plain));
}

/* NULL when a rule gave up and no other theme was found: there may be one. */
static void
themes_cell(const struct cs_tagger *t, struct cs_tag_worker *w)
{
	w->no_theme += w->tags.n == 0;
	if (w->tags.n == 0 && w->tags.unknown) {
		null_cell(w, CS_TAG_THEMES);
		return;
	}
	cs_buf_reset(&w->plain);
	cs_tags_write(&w->tags, t->rules, &w->plain);
	cs_esc_add(&w->cell[CS_TAG_THEMES], cs_buf_all(&w->plain));
}

/* Fills the cells for a raw text. */
static void
tag(const struct cs_tagger *t, struct cs_tag_worker *w, struct cs_str raw)
{
	struct cs_str text = {NULL, 0};

	w->rows++;
	w->tokens.n = 0;
	for (int c = 0; c < CS_TAG_COLUMNS; c++)
		cs_buf_reset(&w->cell[c]);
	if (!cs_raw_null(raw)) {
		cs_buf_reset(&w->scratch);
		if (cs_esc_decode(raw, &w->scratch, &text))
			cs_tokens_scan(&w->tokens, &t->lexicon->emoticons, text);
	}
	if (w->tokens.n == 0) {
		w->no_text++;
		for (int c = 0; c < CS_TAG_COLUMNS; c++)
			null_cell(w, (enum cs_tag_column)c);
		return;
	}
	cs_lexicon_look(t->lexicon, &w->tokens);
	cs_lexicon_hits(t->lexicon, &w->tokens, &w->hits);
	cs_mood_judge(&w->mood, t->lexicon, &w->tokens, &w->hits);
	w->label[w->mood.label]++;
	mood_cells(t, w);
	cs_rules_tag(t->rules, &w->tokens, &w->hits, &w->tags);
	themes_cell(t, w);
}

void
cs_tagger_batch(const struct cs_tagger *t, struct cs_tag_worker *w, const struct cs_batch *b,
    struct cs_buf *out)
{
	for (uint32_t row = 0; row < b->nrow; row++) {
		struct cs_str record = cs_batch_record(b, row);
		const char *from = record.p, *end = record.p + record.n;

		tag(t, w, cs_batch_raw(b, row, t->text));
		for (unsigned i = 0; i < t->nplace; i++) {
			struct cs_str old = cs_batch_raw(b, row, t->place[i].input);

			cs_buf_add(out, from, (size_t)(old.p - from));
			cs_buf_str(out, cs_buf_all(&w->cell[t->place[i].column]));
			from = old.p + old.n;
		}
		cs_buf_add(out, from, (size_t)(end - from));
		for (unsigned i = 0; i < t->nadded; i++) {
			cs_buf_c(out, '\t');
			cs_buf_str(out, cs_buf_all(&w->cell[t->added[i]]));
		}
		cs_buf_c(out, '\n');
	}
}

void
cs_tag_worker_add(struct cs_tag_worker *to, const struct cs_tag_worker *from)
{
	to->rows += from->rows;
	to->no_text += from->no_text;
	to->no_theme += from->no_theme;
	for (int i = 0; i <= CS_MOOD_MIXED; i++)
		to->label[i] += from->label[i];
	cs_tags_add(&to->tags, &from->tags);
}

void
cs_tag_worker_notes(const struct cs_tag_worker *w, const struct cs_tagger *t, struct cs_buf *notes,
    struct cs_buf *warnings)
{
	cs_buf_printf(notes,
	    "%" PRIu64 " records: %" PRIu64 " negative, %" PRIu64 " mixed, %" PRIu64
	    " neutral, %" PRIu64 " positive; %" PRIu64 " without a text, %" PRIu64
	    " in no language that the lexicon knows; texts without a theme: %" PRIu64 "\n",
	    w->rows, w->label[CS_MOOD_NEGATIVE], w->label[CS_MOOD_MIXED], w->label[CS_MOOD_NEUTRAL],
	    w->label[CS_MOOD_POSITIVE], w->no_text, w->label[CS_MOOD_UNKNOWN], w->no_theme);
	for (size_t i = 0; i < w->tags.nrule; i++) {
		const struct cs_rule *rule = &t->rules->rule[i];

		if (w->tags.gave_up[i] != 0)
			cs_buf_printf(warnings,
			    "%s:%" PRIu32
			    ": theme %.*s: the pattern took too many steps on %" PRIu64
			    " texts; they are without this theme\n",
			    rule->source, rule->line, CS_STR_ARG(t->rules->theme[rule->theme].name),
			    w->tags.gave_up[i]);
	}
}
