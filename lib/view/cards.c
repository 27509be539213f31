/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards made of rows: see cards.h. */
#include "view/cards.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "view/cardtext.h"
#include "view/cells.h"
#include "view/paint.h"

struct maker {
	struct cs_cards *to;
	struct cs_card_text text;
	bool once; /* what the recipe says once is said in the head */
	struct cs_buf scratch;
};

bool
cs_cards_wanted(const struct cs_report *r)
{
	return r->rows == CS_REPORT_CARDS ||
	       (r->rows == CS_REPORT_AUTO && cs_recipe_sentences(r->table));
}

void
cs_cards_finish(struct cs_cards *c)
{
	free(c->card);
	cs_arena_finish(&c->arena);
	*c = (struct cs_cards){.arena = CS_ARENA_INIT};
}

bool
cs_cards_section(const struct cs_cards *c, size_t card)
{
	return c->card[card].section.n != 0 &&
	       (card == 0 || !cs_str_eq(c->card[card].section, c->card[card - 1].section));
}

/* The text of a template in the arena; may be empty. *note, unless NULL: what it means. */
static struct cs_str
fill(struct maker *m, const char *template, struct cs_str *note)
{
	cs_buf_reset(&m->scratch);
	cs_buf_reset(&m->text.note);
	cs_card_fill(&m->scratch, &m->text, template);
	if (note != NULL)
		*note = cs_arena_str(&m->to->arena, cs_buf_all(&m->text.note));
	return cs_arena_str(&m->to->arena, cs_buf_all(&m->scratch));
}

static void
add_line(struct cs_card *c, enum cs_card_sort sort, struct cs_str name, struct cs_str text)
{
	if (text.n != 0)
		c->line[c->nline++] = (struct cs_card_line){sort, name, text};
}

static struct cs_str
cell_text(struct maker *m, unsigned col)
{
	if (cs_table_null(cs_table_cell(m->text.table, m->text.row, col)))
		return cs_str(NULL, 0);
	cs_buf_reset(&m->scratch);
	cs_card_cell(&m->scratch, &m->text, col);
	return cs_arena_str(&m->to->arena, cs_str_trim(cs_buf_all(&m->scratch)));
}

/* Is it told elsewhere on the card: a sentence, a part of the heading, in a text of the recipe? */
static bool
told(const struct maker *m, unsigned col)
{
	const struct cs_table_col *c = &m->text.table->col[col];
	bool generic = m->text.recipe->needs[0] == NULL;

	return cs_str_eqz(c->name, "says") || cs_str_eqz(c->name, "question") ||
	       (!generic && cs_str_eqz(c->name, "unit")) || (generic && c->key) ||
	       cs_recipe_mentions(m->text.recipe, c->name) ||
	       (!generic && cs_str_eq(c->name, cs_card_raw(&m->text, "about")));
}

/* What stands beside a number, how many are behind it and its bounds, is told with it: its name and
 * cell behind the text so far. */
static struct cs_str
with_beside(struct maker *m, struct cs_str text, unsigned col)
{
	const struct cs_table *t = m->text.table;

	cs_buf_reset(&m->scratch);
	cs_buf_str(&m->scratch, text);
	for (unsigned i = col + 1; i < t->ncol && t->col[i].beside; i++) {
		if (cs_table_null(cs_table_cell(t, m->text.row, i)))
			continue;
		cs_buf_z(&m->scratch, ", ");
		cs_form_plain(&m->scratch, t->col[i].label);
		cs_buf_c(&m->scratch, ' ');
		cs_card_cell(&m->scratch, &m->text, i);
	}
	return cs_arena_str(&m->to->arena, cs_buf_all(&m->scratch));
}

static void
add_facts(struct maker *m, struct cs_card *c)
{
	const struct cs_table *t = m->text.table;
	struct cs_str name, text;

	for (unsigned i = 0; i < t->ncol; i++) {
		if (t->col[i].beside || told(m, i))
			continue;
		text = cell_text(m, i);
		if (text.n == 0)
			continue;
		text = with_beside(m, text, i);
		cs_buf_reset(&m->scratch);
		cs_form_plain(&m->scratch, t->col[i].name);
		name = cs_arena_str(&m->to->arena, cs_buf_all(&m->scratch));
		add_line(c, CS_CARD_FACT, name, text);
	}
}

/* A sentence that begins with a band ("orange: ...") colours the card as the band does. */
static struct cs_str
band_of(const struct maker *m)
{
	struct cs_str band = cs_card_raw(&m->text, "band"), says = cs_card_raw(&m->text, "says");
	struct cs_str word = cs_str_head(says, cs_str_find(says, ':'));

	if (band.n != 0)
		return band;
	return *cs_paint_class(word) != '\0' ? word : cs_str(NULL, 0);
}

static const struct cs_recipe_part *
part_of(const struct maker *m)
{
	const struct cs_recipe_part *p = m->text.recipe->part;

	while (p->is != NULL && !cs_str_eqz(cs_card_raw(&m->text, m->text.recipe->by), p->is))
		p++;
	return p;
}

static void
make_card(struct maker *m, struct cs_card *c)
{
	static const struct {
		const char *column;
		enum cs_card_sort sort;
	} sentences[] = {{"says", CS_CARD_SAYS}, {"question", CS_CARD_ASKS}};
	const struct cs_recipe *r = m->text.recipe;
	const struct cs_recipe_part *p = part_of(m);
	struct cs_str none = cs_str(NULL, 0);

	c->line =
	    cs_arena_new(&m->to->arena, m->text.table->ncol + CS_RECIPE_LINES + 1, sizeof *c->line);
	c->section = fill(m, p->section, &c->section_note);
	c->title = fill(m, p->title, &c->title_note);
	c->band = band_of(m);
	for (int i = 0; i < CS_RECIPE_LINES; i++)
		add_line(c, CS_CARD_LINE, none, fill(m, p->line[i], NULL));
	if (!m->once)
		add_line(c, CS_CARD_LINE, none, fill(m, r->once, NULL));
	if (r->rest)
		add_facts(m, c);
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
		int col = cs_recipe_column(m->text.table, cs_str_z(sentences[i].column));

		if (col >= 0)
			add_line(c, sentences[i].sort, none, cell_text(m, (unsigned)col));
	}
}

/* What the recipe says once, if all rows agree in it; else empty, and it is said of each. */
static struct cs_str
say_once(struct maker *m)
{
	struct cs_str first = cs_str(NULL, 0);

	m->once = true;
	if (m->text.recipe->once == NULL || m->text.table->nrow == 0)
		return first;
	first = fill(m, m->text.recipe->once, NULL);
	for (m->text.row = 1; m->text.row < m->text.table->nrow && m->once; m->text.row++) {
		cs_buf_reset(&m->scratch);
		cs_card_fill(&m->scratch, &m->text, m->text.recipe->once);
		m->once = cs_str_eq(cs_buf_all(&m->scratch), first);
	}
	m->text.row = 0;
	return m->once ? first : cs_str(NULL, 0);
}

static void
make_head(struct maker *m)
{
	struct cs_str head = cs_str_z(m->text.recipe->head), once = say_once(m);

	cs_buf_reset(&m->scratch);
	cs_buf_str(&m->scratch, head);
	if (head.n != 0 && once.n != 0)
		cs_buf_z(&m->scratch, ", ");
	cs_buf_str(&m->scratch, once);
	m->to->head = cs_arena_str(&m->to->arena, cs_buf_all(&m->scratch));
}

/* Cards of a section come together: a counting sort by the order in which sections appear. */
static void
gather(struct cs_cards *c)
{
	struct cs_map sections = CS_MAP_INIT;
	uint32_t *id = cs_mem_new(c->n + 1, sizeof *id);
	size_t *place;
	struct cs_card *sorted = cs_mem_new(c->n + 1, sizeof *sorted);

	for (size_t i = 0; i < c->n; i++)
		id[i] = cs_map_add(&sections, c->card[i].section);
	place = cs_mem_new0(sections.n + 1, sizeof *place);
	for (size_t i = 0; i < c->n; i++)
		place[id[i] + 1]++;
	for (size_t i = 1; i <= sections.n; i++)
		place[i] += place[i - 1];
	for (size_t i = 0; i < c->n; i++)
		sorted[place[id[i]]++] = c->card[i];
	free(c->card);
	c->card = sorted;
	free(place);
	free(id);
	cs_map_finish(&sections);
}

void
cs_cards_make(struct cs_cards *c, const struct cs_table *t)
{
	struct maker m = {.to = c, .text = {.table = t, .recipe = cs_recipe_find(t)}};

	*c = (struct cs_cards){.arena = CS_ARENA_INIT, .n = t->nrow};
	c->none = cs_str_z(m.text.recipe->none);
	c->foot = cs_str_z(t->nrow != 0 ? m.text.recipe->foot : NULL);
	c->legend = m.text.recipe->needs[0] == NULL;
	c->card = cs_mem_new0(c->n + 1, sizeof *c->card);
	make_head(&m);
	for (m.text.row = 0; m.text.row < t->nrow; m.text.row++)
		make_card(&m, &c->card[m.text.row]);
	if (m.text.recipe->gather)
		gather(c);
	cs_buf_finish(&m.scratch);
	cs_buf_finish(&m.text.note);
}
