/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards on a terminal, in Markdown and in HTML: see cards.h. */
#include "base/utf8.h"
#include "view/cards.h"
#include "view/escape.h"
#include "view/paint.h"

enum { INDENT = 2, NAME_MAX = 20 };

static void
paint(struct cs_buf *b, const struct cs_report *r, const char *code)
{
	if (r->color)
		cs_buf_z(b, code);
}

/* A heading, and what it means behind it in the text's own weight. */
static void
heading(struct cs_buf *b, const struct cs_report *r, struct cs_str text, struct cs_str note,
    const char *code, size_t indent)
{
	size_t at = indent + cs_utf8_width(text);

	cs_paint_blanks(b, indent);
	paint(b, r, CS_PAINT_BOLD);
	paint(b, r, code);
	if (r->width != 0 && at > r->width) {
		cs_paint_wrap(b, text, r->width, indent, indent + INDENT);
		at = r->width;
	} else {
		cs_buf_str(b, text);
	}
	paint(b, r, CS_PAINT_OFF);
	if (note.n != 0) {
		cs_buf_c(b, ':');
		paint(b, r, CS_PAINT_DIM);
		cs_buf_c(b, ' ');
		cs_paint_wrap(b, note, r->width, at + 2, indent + INDENT);
		paint(b, r, CS_PAINT_OFF);
	}
	cs_buf_c(b, '\n');
}

/* The widest name of the card's facts, so that their values line up. */
static size_t
name_width(const struct cs_card *c)
{
	size_t width = 0;

	for (unsigned i = 0; i < c->nline; i++) {
		size_t w = cs_utf8_width(c->line[i].name);

		width = w > width ? w : width;
	}
	return width < NAME_MAX ? width : NAME_MAX;
}

static void
line(struct cs_buf *b, const struct cs_report *r, const struct cs_card *c,
    const struct cs_card_line *l, size_t indent, size_t names)
{
	const char *band = l->sort == CS_CARD_SAYS ? cs_paint_band(c->band) : "";
	size_t at = indent, w = cs_utf8_width(l->name);

	cs_paint_blanks(b, indent);
	if (l->sort == CS_CARD_FACT) {
		paint(b, r, CS_PAINT_DIM);
		cs_buf_str(b, l->name);
		paint(b, r, CS_PAINT_OFF);
		cs_paint_blanks(b, (w < names ? names - w : 0) + INDENT);
		at += (w < names ? names : w) + INDENT;
	} else if (l->sort == CS_CARD_ASKS) {
		cs_buf_z(b, "→ ");
		at += INDENT;
	}
	if (*band != '\0')
		paint(b, r, band);
	cs_paint_wrap(b, l->text, r->width, at,
	    l->sort == CS_CARD_FACT   ? indent + names + INDENT
	    : l->sort == CS_CARD_ASKS ? indent + INDENT
				      : indent);
	if (*band != '\0')
		paint(b, r, CS_PAINT_OFF);
	cs_buf_c(b, '\n');
}

void
cs_cards_terminal(struct cs_buf *b, const struct cs_report *r, const struct cs_cards *c)
{
	struct cs_str none = cs_str(NULL, 0);

	for (size_t i = 0; i < c->n; i++) {
		const struct cs_card *card = &c->card[i];
		size_t indent = card->section.n != 0 ? INDENT : 0, inner;

		if (i != 0)
			cs_buf_c(b, '\n');
		if (cs_cards_section(c, i))
			heading(b, r, card->section, card->section_note, "", 0);
		inner = indent + (card->title.n != 0 ? INDENT : 0);
		if (card->title.n != 0)
			heading(
			    b, r, card->title, card->title_note, cs_paint_band(card->band), indent);
		for (unsigned k = 0; k < card->nline; k++)
			line(b, r, card, &card->line[k], inner, name_width(card));
	}
	if (c->n == 0)
		heading(b, &(struct cs_report){.width = r->width}, c->none, none, "", 0);
	if (c->foot.n != 0) {
		cs_buf_c(b, '\n');
		cs_paint_wrap(b, c->foot, r->width, 0, 0);
		cs_buf_c(b, '\n');
	}
}

/* A heading of that level, on a line of its own. */
static void
markdown_heading(struct cs_buf *b, const char *level, struct cs_str text, struct cs_str note)
{
	cs_buf_z(b, level);
	cs_escape_markdown(b, text);
	cs_buf_z(b, "\n\n");
	if (note.n != 0) {
		cs_escape_markdown(b, note);
		cs_buf_z(b, "\n\n");
	}
}

void
cs_cards_markdown(struct cs_buf *b, const struct cs_cards *c)
{
	static const char *const before[] = {[CS_CARD_LINE] = "- ",
	    [CS_CARD_FACT] = "- ",
	    [CS_CARD_SAYS] = "",
	    [CS_CARD_ASKS] = "> "};

	for (size_t i = 0; i < c->n; i++) {
		const struct cs_card *card = &c->card[i];
		bool list = false;

		if (cs_cards_section(c, i))
			markdown_heading(b, "## ", card->section, card->section_note);
		if (card->title.n != 0)
			markdown_heading(b, "### ", card->title, card->title_note);
		for (unsigned k = 0; k < card->nline; k++) {
			const struct cs_card_line *l = &card->line[k];
			bool item = l->sort == CS_CARD_LINE || l->sort == CS_CARD_FACT;

			if (list && !item)
				cs_buf_c(b, '\n');
			cs_buf_z(b, before[l->sort]);
			cs_escape_markdown(b, l->name);
			cs_buf_z(b, l->name.n != 0 ? ": " : "");
			cs_escape_markdown(b, l->text);
			cs_buf_z(b, item ? "\n" : "\n\n");
			list = item;
		}
		if (list)
			cs_buf_c(b, '\n');
	}
	if (c->n == 0 || c->foot.n != 0) {
		cs_escape_markdown(b, c->n == 0 ? c->none : c->foot);
		cs_buf_c(b, '\n');
	}
}

static void
element(struct cs_buf *b, const char *open, struct cs_str text, const char *close)
{
	if (text.n == 0)
		return;
	cs_buf_z(b, open);
	cs_escape_html(b, text);
	cs_buf_z(b, close);
}

static void
html_line(struct cs_buf *b, const struct cs_card_line *l)
{
	static const char *const open[] = {[CS_CARD_LINE] = "<p class=\"figure\">",
	    [CS_CARD_FACT] = "<p class=\"figure\">",
	    [CS_CARD_SAYS] = "<p>",
	    [CS_CARD_ASKS] = "<p class=\"asks\">"};

	cs_buf_z(b, open[l->sort]);
	element(b, "<small>", l->name, "</small> ");
	cs_escape_html(b, l->text);
	cs_buf_z(b, "</p>\n");
}

void
cs_cards_html(struct cs_buf *b, const struct cs_cards *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct cs_card *card = &c->card[i];
		const char *class = cs_paint_class(card->band);

		if (cs_cards_section(c, i)) {
			element(b, "<h2>", card->section, "</h2>\n");
			element(b, "<p><small>", card->section_note, "</small></p>\n");
		}
		cs_buf_printf(
		    b, "<article class=\"card%s%s\">\n", *class != '\0' ? " " : "", class);
		element(b, "<h3>", card->title, "</h3>\n");
		element(b, "<p><small>", card->title_note, "</small></p>\n");
		for (unsigned k = 0; k < card->nline; k++)
			html_line(b, &card->line[k]);
		cs_buf_z(b, "</article>\n");
	}
	element(b, "<p>", c->n == 0 ? c->none : c->foot, "</p>\n");
}
