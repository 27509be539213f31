/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of columns, read back: see gridname.h. */
#include "table/gridname.h"

#include "base/num.h"

/* What may be behind a metric's name; # is a number. Several may follow each other. */
static const struct suffix {
	struct cs_str text;
	struct cs_str unit; /* empty: that of the metric; "words": none */
	const char *words;
	bool value;
} suffixes[] = {
    {CS_STR_INIT("_n"), CS_STR_INIT("n"), NULL, false},
    {CS_STR_INIT("_lo"), CS_STR_INIT(""), NULL, false},
    {CS_STR_INIT("_hi"), CS_STR_INIT(""), NULL, false},
    {CS_STR_INIT("_of_total"), CS_STR_INIT("share"), "as a share of all rows", true},
    {CS_STR_INIT("_of_parent"), CS_STR_INIT("share"),
	"as a share of the rows that differ in the last key only", true},
    {CS_STR_INIT("_rolling_#"), CS_STR_INIT(""), "over each interval and the", true},
    {CS_STR_INIT("_ytd"), CS_STR_INIT(""), "over the year up to each interval", true},
    {CS_STR_INIT("_before"), CS_STR_INIT(""), "in what it is held against", true},
    {CS_STR_INIT("_diff"), CS_STR_INIT(""), "the difference to what it is held against", true},
    {CS_STR_INIT("_p"), CS_STR_INIT("chance"),
	"how often chance alone makes a difference like it, all tests of the table minded", true},
    {CS_STR_INIT("_luck"), CS_STR_INIT("words"), "whether the difference could be luck", true},
};

/* The length of a suffix at the end of a name; 0: it is not there. */
static size_t
length_at_end(struct cs_str name, const struct suffix *s, int64_t *n)
{
	struct cs_str fixed = s->text;
	size_t digits = 0;

	if (fixed.p[fixed.n - 1] == '#') {
		fixed.n--;
		while (digits < name.n && name.p[name.n - 1 - digits] >= '0' &&
		       name.p[name.n - 1 - digits] <= '9')
			digits++;
		if (digits == 0 || !cs_num_i64(cs_str_skip(name, name.n - digits), n))
			return 0;
	}
	return cs_str_ends(cs_str_head(name, name.n - digits), fixed) ? fixed.n + digits : 0;
}

/* Takes one suffix off; false when there is none. What was read first (it stands last) decides. */
static bool
strip(struct cs_str *name, struct cs_grid_name *out)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		size_t n = length_at_end(*name, &suffixes[i], &out->n);

		if (n == 0)
			continue;
		if (out->unit.n == 0)
			out->unit = suffixes[i].unit;
		if (out->words == NULL)
			out->words = suffixes[i].words;
		out->value = out->value && suffixes[i].value;
		*name = cs_str_head(*name, name->n - n);
		return true;
	}
	return false;
}

bool
cs_grid_name_between(struct cs_str name, struct cs_str between, struct cs_grid_name *out)
{
	*out = (struct cs_grid_name){.value = true};
	do {
		out->metric = name;
		if (between.n != 0 && cs_str_ends(name, between) && name.n > between.n + 1 &&
		    name.p[name.n - between.n - 1] == '_')
			out->metric = cs_str_head(name, name.n - between.n - 1);
		if ((between.n == 0 || out->metric.n != name.n) &&
		    cs_metric_about(out->metric, &out->about)) {
			if (cs_str_eqz(out->unit, "words"))
				out->unit = cs_str(NULL, 0);
			else if (out->unit.n == 0)
				out->unit = out->about.unit;
			return true;
		}
	} while (strip(&name, out));
	return false;
}

bool
cs_grid_name(struct cs_str name, struct cs_grid_name *out)
{
	return cs_grid_name_between(name, cs_str(NULL, 0), out);
}

struct cs_str
cs_grid_name_rest(struct cs_str name, struct cs_str *metric)
{
	struct cs_metric_about about;

	for (size_t n = name.n; n-- > 1;) {
		*metric = cs_str_head(name, n);
		if (name.p[n] == '_' && n + 1 < name.n && cs_metric_about(*metric, &about))
			return cs_str_skip(name, n + 1);
	}
	return cs_str(NULL, 0);
}
