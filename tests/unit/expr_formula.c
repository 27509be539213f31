/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas: their inputs, types, units and values; exact arithmetic of ratios. */
#include "expr/formula.h"

#include "../tap.h"

static const char head_line[] = "queue\tstarted_at\twait_s\ttalk_s\tcsat\tcost\tdisposition\tx";

static bool
find_metric(
    void *arg, const struct cs_ast *node, enum cs_type *type, struct cs_str *unit, struct cs_err *e)
{
	(void)arg;
	if (!cs_str_eqz(node->s, "asa"))
		return cs_ast_err(node, e, "there is no metric @%.*s", CS_STR_ARG(node->s)) == 0;
	*type = CS_DEC;
	*unit = CS_STR("s");
	return true;
}

static const struct cs_metric_lookup lookup = {find_metric, NULL};

static void
show_value(struct cs_buf *out, const struct cs_param *v)
{
	if (v->type == CS_DEC)
		cs_dec_text(out, v->d);
	else
		cs_buf_i64(out, v->i);
}

/* name(arguments)[filter]:type:unit of each input, then type and unit of the whole. */
static void
describe(struct cs_buf *out, const struct cs_formula *f)
{
	size_t n;
	const struct cs_input *in = cs_formula_inputs(f, &n);

	for (size_t k = 0; k < n; k++) {
		if (in[k].agg == NULL) {
			cs_buf_printf(out, "@%.*s/%zu", CS_STR_ARG(in[k].metric), in[k].nvalue);
		} else {
			cs_buf_printf(out, "%s/%s", in[k].agg->name, in[k].agg->args);
			for (size_t i = 0; i < in[k].node->narg || in[k].agg->args[i] == 'q'; i++)
				if (in[k].row[i] == NULL &&
				    strchr("qdsw", in[k].agg->args[i]) != NULL) {
					cs_buf_c(out, '=');
					show_value(out, &in[k].value[i]);
				} else if (i == 0 && in[k].key != NULL) {
					cs_buf_printf(out, " per %.*s (",
					    CS_STR_ARG(cs_ast_piece(in[k].node->arg[0]->arg[1])));
					describe(out, in[k].inner);
					cs_buf_c(out, ')');
				} else {
					ok((in[k].row[i] != NULL) == (in[k].agg->args[i] != '*'),
					    "argument %zu is a row expression", i);
				}
		}
		cs_buf_printf(out, "%s:%s:%.*s ", in[k].filter != NULL ? " where" : "",
		    cs_type_name(in[k].type), CS_STR_ARG(in[k].unit));
	}
	cs_buf_printf(out, "-> %s:%.*s%s", cs_type_name(cs_formula_type(f)),
	    CS_STR_ARG(cs_formula_unit(f)), cs_formula_is_input(f) ? " alone" : "");
}

static const struct {
	const char *text, *want;
} good[] = {
    {"count(*)", "count/*:int:n -> int:n alone"},
    {"count(wait_s)", "count/v:int:n -> int:n alone"},
    {"count(wait_s > 1m)", "count/b:int:n -> int:n alone"},
    {"sum(talk_s)", "sum/n:int:s -> int:s alone"},
    {"sum(cost)", "sum/n:dec:currency -> dec:currency alone"},
    {"mean(wait_s)", "mean/n:dec:s -> dec:s alone"},
    {"min(started_at)", "min/o:time: -> time: alone"},
    {"median(wait_s)", "quantile/nq=0.50:int:s -> int:s alone"},
    {"p95(wait_s)", "quantile/nq=0.95:int:s -> int:s alone"},
    {"P5(number(x))", "quantile/nq=0.05:dec: -> dec: alone"},
    {"quantile(cost, 0.999)", "quantile/nq=0.999:dec:currency -> dec:currency alone"},
    {"share(handled and wait_s <= t)", "share/b:dec:share -> dec:share alone"},
    {"share(handled) filter (where queue = 'a')", "share/b where:dec:share -> dec:share alone"},
    {"distinct(queue)", "distinct/v:int:n -> int:n alone"},
    {"nps(csat)", "nps/n:dec:points -> dec:points alone"},
    {"repeat_share(1d)", "repeat_share/wv?=86400:dec:share -> dec:share alone"},
    {"repeat_free(t)", "repeat_free/wv?=20:dec:share -> dec:share alone"},
    {"repeat_share(case when queue = 'a' then 1d else 7d end)",
	"repeat_share/wv?:dec:share -> dec:share alone"},
    {"repeat_share(if(true, 1d, 7d), queue)",
	"repeat_share/wv?=86400:dec:share -> dec:share alone"},
    {"repeat_week(7d, queue)", "repeat_week/dv?=604800:dec:share -> dec:share alone"},
    {"chain_mean(7d)", "chain_mean/wv?=604800:dec:1 -> dec:1 alone"},
    {"chains(7d)", "chains/wv?=604800:int:n -> int:n alone"},
    {"added_sum(talk_s, 7d)", "added_sum/nwv?=604800:int:s -> int:s alone"},
    {"fixed_added_mean(cost, wait_s)", "fixed_added_mean/nwv?:dec:currency -> dec:currency alone"},
    {"sum(talk_s) / count(*)", "sum/n:int:s count/*:int:n -> dec:s"},
    {"count(handled) / count(*)", "count/b:int:n count/*:int:n -> dec:"},
    {"1 - share(handled)", "share/b:dec:share -> dec:share"},
    {"100 * share(handled)", "share/b:dec:share -> dec:"},
    {"mean(wait_s) - @asa", "mean/n:dec:s @asa/0:dec:s -> dec:s"},
    {"@asa(20)", "@asa/1:dec:s -> dec:s alone"},
    {"mean(wait_s) + Mean( wait_s ) / t", "mean/n:dec:s -> dec:s"},
    {"max(started_at) - min(started_at)", "max/o:time: min/o:time: -> dec:s"},
    {"max(started_at) + 1h", "max/o:time: -> time:"},
    {"-sum(wait_s)", "sum/n:int:s -> int:s"},
    {"sum(wait_s) / sum(talk_s)", "sum/n:int:s sum/n:int:s -> dec:"},
    {"coalesce(mean(csat), 0)", "mean/n:dec:1 -> dec:1"},
    {"case when count(*) >= 10 then mean(csat) end", "count/*:int:n mean/n:dec:1 -> dec:1"},
    {"if(count(*) > 5, sum(wait_s), null)", "count/*:int:n sum/n:int:s -> int:s"},
    {"round(mean(wait_s))", "mean/n:dec:s -> int:s"},
    {"count(*) > 5 and sum(wait_s) is not null", "count/*:int:n sum/n:int:s -> bool:"},
    {"t", "-> int:"},
    {"mean(sum(talk_s) per queue)", "mean/n per queue (sum/n:int:s -> int:s alone):dec:s -> dec:s "
				    "alone"},
    {"p90(max(started_at) - min(started_at) per lower(queue)) filter (where wait_s > 5)",
	"quantile/nq per lower(queue) (max/o:time: min/o:time: -> dec:s)=0.90 where:dec:s -> dec:s "
	"alone"},
    {"share(count(*) filter (where handled) > 1 PER queue || 'x')",
	"share/b per queue || 'x' (count/* where:int:n -> bool:):dec:share -> dec:share alone"},
    {"max(max(started_at) per queue)",
	"max/o per queue (max/o:time: -> time: alone):time: -> time: alone"},
    {"count(mean(cost) per queue)",
	"count/v per queue (mean/n:dec:currency -> dec:currency alone):int:n -> int:n alone"},
    {"sum(wait_s) / count(count(*) > 0 per queue)",
	"sum/n:int:s count/b per queue (count/*:int:n -> bool:):int:n -> dec:s"},
};

static const struct {
	const char *text, *msg, *hint; /* hint: its first line */
} bad[] = {
    {"wait_s", "wait_s has a value in every row, a metric has one",
	"mean(wait_s), count(wait_s), share(wait_s = ...) sum up rows; another metric is @wait_s"},
    {"mean(wait_s) + talk_s", "talk_s has a value in every row, a metric has one",
	"mean(talk_s), count(talk_s), share(talk_s = ...) sum up rows; another metric is @talk_s"},
    {"mean(talk_s per queue)", "talk_s has a value in every row, a metric has one",
	"mean(talk_s), count(talk_s), share(talk_s = ...) sum up rows; another metric is @talk_s"},
    {"mean(1 per queue)", "this sums up no rows", "it is here:"},
    {"mean(mean(sum(talk_s) per queue) per x)", "there are two levels of rows, not three",
	"it is here:"},
    {"mean(p90(talk_s) per queue)", "p90() is not known of each key",
	"count, sum, mean, min, max, share and distinct of its rows"},
    {"share(sum(talk_s) per queue)", "share() takes a condition for each key, and this is none",
	"it is here:"},
    {"sum(count(*) > 1 per queue)", "sum() takes a number for each key, and this is none",
	"it is here:"},
    {"sum(count(*) per nosuch)", "there is no column 'nosuch'",
	"the columns are queue, started_at, wait_s, talk_s, csat, cost, disposition, x"},
    {"repeat_share(1d per queue)",
	"per sums up the rows of a key: it belongs in an aggregate of a metric", "it is here:"},
    {"coalesce(count(*) per queue)", "'per' belongs inside of an aggregate: count(x per ...)",
	"it is here:"},
    {"sum(queue)", "sum() takes a number, and this is none",
	"number(queue) makes a number of a text"},
    {"share(wait_s)", "share() takes a condition, and this is none",
	"compare it with something: wait_s = ..."},
    {"min(queue)", "min() takes a number or an instant, and this is none",
	"number(queue) makes a number of a text"},
    {"mean(*)", "mean() takes a number, not all rows", "it is here:"},
    {"mean()", "mean() takes 1 argument, not 0", "it is here:"},
    {"mean(wait_s, 1)", "mean() takes 1 argument, not 2", "it is here:"},
    {"quantile(wait_s)", "quantile() takes 2 arguments, not 1", "it is here:"},
    {"quantile(wait_s, 95)", "a number between 0 and 1 was expected: 0.95", "it is here:"},
    {"quantile(wait_s, wait_s)", "there are no columns here: 'wait_s' means nothing",
	"it is here:"},
    {"repeat_share('a')", "a duration was expected: 30m, 1d, 7d", "it is here:"},
    {"repeat_share(queue)", "a window is a duration, or whole seconds", "it is here:"},
    {"repeat_share()", "repeat_share() takes 1 or 2 arguments, not 0", "it is here:"},
    {"repeat_week(wait_s)", "there are no columns here: 'wait_s' means nothing", "it is here:"},
    {"added_sum(talk_s)", "added_sum() takes 2 or 3 arguments, not 1", "it is here:"},
    {"added_sum(queue, 7d)", "added_sum() takes a number, and this is none",
	"number(queue) makes a number of a text"},
    {"repeat_share(6mo)",
	"months have no fixed length: they can be added to an instant, not compared",
	"it is here:"},
    {"mean(sum(wait_s))",
	"sum() sums up many rows: it belongs in a metric, not in a row's expression",
	"it is here:"},
    {"share(@asa > 1)", "a metric (@asa) has one value a group: a row's expression sees columns",
	"it is here:"},
    {"@nosuch + 1", "there is no metric @nosuch", "it is here:"},
    {"mean(nosuch)", "there is no column 'nosuch'",
	"the columns are queue, started_at, wait_s, talk_s, csat, cost, disposition, x"},
    {"mean(wait_s) filter (where talk_s)", "a filter must be a condition, this is a whole number",
	"a condition compares something: wait_s > 60, queue = 'sales', csat is not null"},
    {"lower(queue)", "lower() sums up no rows",
	"cs-expr.7 lists the aggregates, cs-metrics.7 the metrics"},
    {"'abc'", "a metric is a number: no text here", "it is here:"},
    {"*", "a value was expected here", "it is here:"},
    {"max(started_at) * 2", "* cannot take an instant", "it is here:"},
    {"min(started_at) > 5", "these cannot be compared", "it is here:"},
    {"count(*) in (1, 2)", "'in' belongs inside of an aggregate: count(x in ...)", "it is here:"},
    {"count(*) and true", "and cannot take a number", "it is here:"},
    {"coalesce(count(*), min(started_at))", "values of different types to choose from",
	"it is here:"},
    {"abs(min(started_at))", "this cannot take an instant", "it is here:"},
    {"round(count(*), 19)", "0 to 18 digits", "it is here:"},
    {"abs()", "abs() does not take 0 arguments", "it is here:"},
    {"if(count(*), 1, 2)", "if() cannot take a number", "it is here:"},
    {"case when count(*) then 1 end", "when cannot take a number", "it is here:"},
    {"case max(started_at) when 1 then 1 end", "these cannot be compared", "it is here:"},
    {"-min(started_at)", "- cannot take an instant", "it is here:"},
    {"@asa(1, 2, 3, 4)", "a metric has at most 3 parameters", "it is here:"},
    {"6mo", "months have no fixed length", "it is here:"},
    {"p0(wait_s)", "p0() sums up no rows",
	"cs-expr.7 lists the aggregates, cs-metrics.7 the metrics"},
    {"p100(wait_s)", "p100() sums up no rows",
	"cs-expr.7 lists the aggregates, cs-metrics.7 the metrics"},
};

struct bench {
	struct cs_arena arena;
	struct cs_head head;
	struct cs_param param;
	struct cs_env env;
};

static struct cs_formula *
compile(struct bench *t, const char *text, struct cs_err *e)
{
	const struct cs_ast *x = cs_ast_parse(&t->arena, cs_str_z(text), "-m", e);

	return x != NULL ? cs_formula_compile(&t->arena, x, &t->env, &lookup, e) : NULL;
}

static void
test_inputs(struct bench *t)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct cs_err e = CS_ERR_INIT;
		const struct cs_formula *f = compile(t, good[i].text, &e);

		cs_buf_reset(&b);
		if (f != NULL)
			describe(&b, f);
		else
			cs_buf_printf(&b, "%s", e.msg);
		is_str(cs_buf_cstr(&b), good[i].want, "%s", good[i].text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_err e = CS_ERR_INIT;

		ok(compile(t, bad[i].text, &e) == NULL && e.status == CS_EXIT_USAGE, "refused: %s",
		    bad[i].text);
		cs_buf_reset(&b);
		cs_buf_printf(&b, "-m: %s", bad[i].msg);
		is_str(e.msg, cs_buf_cstr(&b), "message for %s", bad[i].text);
		cs_buf_reset(&b);
		cs_buf_str(&b, cs_str_head(cs_str_z(e.hint), cs_str_find(cs_str_z(e.hint), '\n')));
		is_str(cs_buf_cstr(&b), bad[i].hint, "hint for %s", bad[i].text);
	}
	cs_buf_finish(&b);
}

static void
test_columns(struct bench *t)
{
	struct cs_err e = CS_ERR_INIT;
	const struct cs_formula *f = compile(
	    t, "sum(talk_s) / count(csat) filter (where handled) + quantile(cost, 0.5)", &e);
	bool used[8] = {false};
	const bool want[8] = {false, false, false, true, true, true, true, false};

	cs_formula_columns(f, used);
	ok(memcmp(used, want, sizeof used) == 0, "columns of arguments and filters");
}

/* Inputs a and b are sum(wait_s) and sum(talk_s); the value as num/den, ~estimate or NULL. */
static const struct {
	const char *text;
	struct cs_real a, b;
	const char *want;
} values[] = {
#define A "sum(wait_s)"
#define B "sum(talk_s)"
#define EXACT(n, d)                                                                                \
	{                                                                                          \
		CS_REAL_EXACT, (n), (d), 0                                                         \
	}
#define NONE                                                                                       \
	{                                                                                          \
		CS_REAL_NULL, 0, 1, 0                                                              \
	}
#define ABOUT(v)                                                                                   \
	{                                                                                          \
		CS_REAL_ESTIMATE, 0, 1, (v)                                                        \
	}
    {A " + " B, EXACT(1, 3), EXACT(1, 6), "1/2"},
    {A " - " B, EXACT(1, 3), EXACT(1, 3), "0/1"},
    {A " * " B, EXACT(2, 3), EXACT(-3, 4), "-1/2"},
    {A " / " B, EXACT(2, 3), EXACT(-4, 9), "-3/2"},
    {A " / " B, EXACT(2, 3), EXACT(0, 9), "NULL"},
    {A " / " B, NONE, EXACT(1, 1), "NULL"},
    {A " + " B, EXACT(1, 1), NONE, "NULL"},
    {A " * 0.25 + 1 - " B, EXACT(2, 1), EXACT(1, 1), "1/2"},
    {"-" A " * " B, EXACT(7, 2), EXACT(2, 1), "-7/1"},
    {A " + " B, EXACT(1, 2), ABOUT(0.25), "~0.75"},
    {A " / " B, EXACT(1, 2), ABOUT(0.25), "~2"},
    {A " / " B, ABOUT(0.5), EXACT(-1, 4), "~-2"},
    {A " / " B, ABOUT(0.5), ABOUT(0), "NULL"},
    {A " > " B, EXACT(1, 3), EXACT(333333333, 1000000000), "1/1"},
    {A " = " B, EXACT(1, 3), EXACT(5, 15), "1/1"},
    {A " < " B, EXACT(-7, 2), EXACT(-3, 1), "1/1"},
    {A " < " B, NONE, EXACT(-3, 1), "NULL"},
    {A " > 1 and " B " > 1", EXACT(0, 1), NONE, "0/1"},
    {A " > 1 or " B " > 1", EXACT(2, 1), NONE, "1/1"},
    {A " > 1 or " B " > 1", EXACT(0, 1), NONE, "NULL"},
    {"not " A " > 1", EXACT(0, 1), NONE, "1/1"},
    {A " is null or " B " is not null", EXACT(0, 1), NONE, "0/1"},
    {"coalesce(" A ", " B ", 7)", NONE, NONE, "7/1"},
    {"coalesce(" A ", " B ", 7)", NONE, EXACT(3, 2), "3/2"},
    {"nullif(" A ", " B ")", EXACT(2, 4), EXACT(1, 2), "NULL"},
    {"nullif(" A ", " B ")", EXACT(2, 4), EXACT(1, 3), "2/4"},
    {"least(" A ", " B ")", EXACT(2, 4), EXACT(1, 3), "1/3"},
    {"greatest(" A ", null, " B ")", EXACT(2, 4), NONE, "2/4"},
    {"if(" A " > " B ", 1, 2)", EXACT(1, 1), EXACT(2, 1), "2/1"},
    {"case " A " when 1 then 10 when 2 then 20 end", EXACT(4, 2), NONE, "20/1"},
    {"case " A " when 1 then 10 when 2 then 20 end", EXACT(5, 2), NONE, "NULL"},
    {"abs(" A ")", EXACT(-5, 2), NONE, "5/2"},
    {"round(" A ")", EXACT(-5, 2), NONE, "-3/1"},
    {"round(" A ", 2)", EXACT(1, 3), NONE, "33/100"},
    {"floor(" A ")", EXACT(-5, 2), NONE, "-3/1"},
    {"floor(" A ")", NONE, NONE, "NULL"},
    {"floor(" A ")", ABOUT(2.5), NONE, "~2"},
};

static void
test_values(struct bench *t)
{
	struct cs_buf b = CS_BUF_INIT;
	char digits[CS_NUM_I128_MAX];

	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct cs_err e = CS_ERR_INIT;
		const struct cs_formula *f = compile(t, values[i].text, &e);
		struct cs_real in[2], v;
		const struct cs_input *input;
		size_t n;

		if (!ok(f != NULL, "compiles: %s", values[i].text)) {
			printf("#   %s\n", e.msg);
			continue;
		}
		input = cs_formula_inputs(f, &n);
		for (size_t k = 0; k < n; k++)
			in[k] =
			    cs_str_eqz(cs_ast_piece(input[k].node), A) ? values[i].a : values[i].b;
		v = cs_formula_eval(f, in);
		cs_buf_reset(&b);
		if (v.kind == CS_REAL_NULL) {
			cs_buf_z(&b, "NULL");
		} else if (v.kind == CS_REAL_ESTIMATE) {
			cs_buf_printf(&b, "~%.10g", v.est);
		} else {
			cs_buf_add(&b, digits, cs_num_i128_text(digits, v.num));
			cs_buf_c(&b, '/');
			cs_buf_add(&b, digits, cs_num_i128_text(digits, v.den));
		}
		is_str(cs_buf_cstr(&b), values[i].want, "%s", values[i].text);
	}
	cs_buf_finish(&b);
}

/* What outgrows 128 bits goes on as an estimate; comparing never does. */
static void
test_large(void)
{
	const cs_i128 big = (cs_i128)1 << 100;
	struct cs_real a = cs_real_ratio(big + 1, big), b = cs_real_ratio(big, big - 1), r;

	is_int(cs_real_cmp(a, b), -1, "1 + 1/n < 1 + 1/(n - 1), n = 2^100");
	is_int(cs_real_cmp(b, a), 1, "and the other way round");
	is_int(cs_real_cmp(a, a), 0, "equal");
	r = cs_real_mul(a, b);
	ok(r.kind == CS_REAL_EXACT && r.num == big + 1 && r.den == big - 1,
	    "a product that cancels stays exact");
	r = cs_real_mul(a, a);
	ok(r.kind == CS_REAL_ESTIMATE && r.est == 1, "one that does not becomes an estimate");
	r = cs_real_add(a, b);
	ok(r.kind == CS_REAL_ESTIMATE && r.est == 2, "a sum too");
	r = cs_real_div(cs_real_ratio(-big, 3), cs_real_ratio(-big, 7));
	ok(r.kind == CS_REAL_EXACT && r.num == 7 && r.den == 3, "signs and common factors cancel");
	r = cs_real_dec((struct cs_dec){-1250, 3});
	ok(r.num == -1250 && r.den == 1000, "a decimal");
	is_near(cs_real_double(r), -1.25, 0, "as a double");
}

int
main(void)
{
	struct bench t = {.arena = CS_ARENA_INIT};
	struct cs_err e = CS_ERR_INIT;

	ok(cs_head_parse(&t.head, cs_str_z(head_line), &e) == 0, "the head");
	t.param = (struct cs_param){.name = CS_STR("t"), .type = CS_INT, .i = 20};
	t.env = (struct cs_env){.head = &t.head, .param = &t.param, .nparam = 1, .source = "-m"};
	test_inputs(&t);
	test_columns(&t);
	test_values(&t);
	test_large();
	cs_head_finish(&t.head);
	cs_arena_finish(&t.arena);
	return done();
}
