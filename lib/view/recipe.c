/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which streams are told as which cards: see recipe.h. */
#include "view/recipe.h"

static const struct cs_recipe recipes[] = {
    {
	/* cs-audit: the metric first, then who, then the figure, then the question. */
	.needs = {"rule", "metric", "about", "observed", "peers", "says", "question"},
	.head = "Signals",
	.once = "{period_from_at} to {period_to_at}",
	.none = "No signals: nothing stands out by more than chance and honest differences.",
	.foot = "A signal is a reason to ask, and no verdict: most answers are about the metric, "
		"the system or the work.",
	.gather = true,
	.rest = true,
	.part = {{
	    .section = "{@metric}",
	    .title = "{@row}. {@about} ({rule})",
	    .line = {"[{observed}][ where peers have {peers}][ ({ratio} times as much)][, n {n}]"
		     "[; {confidence}][, in {@periods} periods][; {members} of them on this side]"},
	}},
    },
    {
	/* A page of cs-rank --each. */
	.needs = {"about", "metric", "figure", "fair", "peers_mid", "next", "says"},
	.by = "about",
	.once = "{@keys}",
	.none = "Nothing is known.",
	.foot = "The dot is your own place, the line the middle half of the others, the bar on it "
		"where half of them are on either side.",
	.part =
	    {
		{.is = "place", .section = "Where you stand", .title = ""},
		{
		    .is = "figure",
		    .section = "Your figures beside those of the others",
		    .title = "{@metric}",
		    .line =
			{
			    "{figure}[, between {lo} and {hi} but for chance][, n {n}]",
			    "{@strip}",
			    "on everybody's work {fair}; the middle half of {peers} others has "
			    "{peers_lo} to {peers_hi}, half of them more than {peers_mid}",
			},
		},
		{.is = "pride", .section = "To be proud of", .title = "{metric}"},
		{
		    .is = "proud",
		    .section = "Contacts to be proud of",
		    .title = "{contact_id}[, {started_at}]: {metric}",
		},
		{
		    .is = "learn",
		    .section = "Contacts to learn from",
		    .title = "{contact_id}[, {started_at}]: {metric}",
		},
		{.section = "More", .title = "{about}"},
	    },
    },
    {
	/* cs-rank --recognise: all about one person together. */
	.needs = {"cause", "metric", "figure", "common", "says"},
	.head = "To recognise",
	.none = "Nobody stands out by more than luck.",
	.gather = true,
	.part = {{.section = "{@keys}", .title = "{cause}: {metric}"}},
    },
    {
	/* cs-rank --traits. */
	.needs = {"trait", "n_top", "top", "n_middle", "middle", "diff", "says"},
	.head = "What sets the top apart from the middle",
	.none = "Nothing is known of those at the top that the middle can be held against.",
	.foot = "What goes with being at the top need not be why.",
	.part = {{
	    .title = "{trait}",
	    .line =
		{
		    "{top} at the top (n {n_top}), {middle} in the middle (n {n_middle})",
		    "apart by {diff}[, between {lo} and {hi} but for chance]",
		    "[{g} times what people usually differ by][, {g_lo} to {g_hi}][; of the traits "
		    "down to here a part of {q} would be luck]",
		},
	}},
    },
    {
	/* cs-rank --detail, when cards are asked for. */
	.needs = {"metric", "unit", "own", "expected", "adjusted", "shrunk", "part"},
	.none = "(no rows)",
	.gather = true,
	.part = {{
	    .section = "{@keys}",
	    .title = "{@metric}",
	    .line =
		{
		    "{own}[ where {expected} was to be expected][; on everybody's work "
		    "{adjusted}][, n {n}]",
		    "[drawn towards the common figure {shrunk}][, between {lo} and {hi}]"
		    "[; adds {part} to the score]",
		    "[target {target}, met with a chance of {met_p}][ floor {floor}, kept with a "
		    "chance of {kept_p}]",
		},
	}},
    },
    {
	.none = "(no rows)",
	.rest = true,
	.part = {{.title = "{@keys}"}},
    },
};

int
cs_recipe_column(const struct cs_table *t, struct cs_str name)
{
	for (unsigned i = 0; i < t->ncol; i++) {
		if (cs_str_eq(t->col[i].name, name))
			return (int)i;
	}
	return -1;
}

const struct cs_recipe *
cs_recipe_find(const struct cs_table *t)
{
	const struct cs_recipe *r = recipes;

	for (;; r++) {
		int i = 0;

		while (i < CS_RECIPE_NEEDS && r->needs[i] != NULL &&
		       cs_recipe_column(t, cs_str_z(r->needs[i])) >= 0)
			i++;
		if (i == CS_RECIPE_NEEDS || r->needs[i] == NULL)
			return r;
	}
}

bool
cs_recipe_sentences(const struct cs_table *t)
{
	return cs_recipe_column(t, CS_STR("says")) >= 0 ||
	       cs_recipe_column(t, CS_STR("question")) >= 0;
}

static bool
text_mentions(const char *text, struct cs_str column)
{
	const char *p = text;

	while (p != NULL && (p = strchr(p, '{')) != NULL) {
		const char *end = strchr(++p, '}');

		if (end != NULL && cs_str_eq(cs_str(p, (size_t)(end - p)), column))
			return true;
	}
	return false;
}

bool
cs_recipe_mentions(const struct cs_recipe *r, struct cs_str column)
{
	static const char *const others[] = {"kind", "periods"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (r->needs[0] != NULL && cs_str_eqz(column, others[i]))
			return true;
	for (int i = 0; i < CS_RECIPE_NEEDS && r->needs[i] != NULL; i++)
		if (cs_str_eqz(column, r->needs[i]))
			return true;
	if (text_mentions(r->once, column))
		return true;
	for (int i = 0; i < CS_RECIPE_PARTS; i++) {
		if (text_mentions(r->part[i].title, column))
			return true;
		for (int k = 0; k < CS_RECIPE_LINES; k++)
			if (text_mentions(r->part[i].line[k], column))
				return true;
	}
	return false;
}
