/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What names in metrics mean in a run, and what metrics are: see census.h. */
#include "base/data.h"
#include "cli/census.h"

int
cs_census_names(
    struct cs_cli *cli, const struct cs_env *env, struct cs_metric_env *names, struct cs_err *e)
{
	const struct cs_vision *v = cli->opt.vision;
	struct cs_word *word;

	*names = (struct cs_metric_env){.env = env};
	cs_cli_dictionary(cli, cs_data("metrics"));
	if (v == NULL)
		return 0;
	cs_cli_dictionary(cli, v->text);
	if (cs_vision_words(&cli->arena, v, env->head, &word, &names->nword, e) != 0)
		return -1;
	names->word = word;
	names->used = cs_arena_new(&cli->arena, names->nword, sizeof *names->used);
	return 0;
}

void
cs_census_words(
    struct cs_cli *cli, const struct cs_word *word, size_t nword, struct cs_metric_env *names)
{
	size_t n = nword + names->nword;
	struct cs_word *all = cs_arena_new(&cli->arena, n, sizeof *all);

	if (nword == 0)
		return;
	memcpy(all, word, nword * sizeof *all);
	if (names->nword != 0)
		memcpy(all + nword, names->word, names->nword * sizeof *all);
	names->word = all;
	names->nword = n;
	names->used = cs_arena_new(&cli->arena, n, sizeof *names->used);
}

int
cs_census_explain(struct cs_cli *cli, struct cs_str list, struct cs_err *e)
{
	struct cs_buf text = CS_BUF_INIT;
	struct cs_env columns = {.source = "--explain"};
	struct cs_metric_env env;
	struct cs_metric_list metrics;
	int r;

	if (cs_census_names(cli, &columns, &env, e) != 0 ||
	    cs_metric_parse(&cli->arena, list, &env, &metrics, e) != 0 ||
	    cs_cli_output(cli, e) != 0)
		return -1;
	for (size_t i = 0; i < metrics.n; i++) {
		if (i != 0)
			cs_buf_c(&text, '\n');
		cs_metric_explain(&text, &metrics.metric[i], cli->opt.shape.interp);
	}
	r = cs_cli_put(cli, cs_buf_all(&text), e);
	cs_buf_finish(&text);
	return r;
}
