/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-privacy: what is held about people, shown, erased, or replaced by pseudonyms. */
#include "base/secret.h"
#include "cli/cli.h"
#include "cli/pseudonyms.h"

enum { PSEUDONYM, KEY, MAKE_KEY, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [PSEUDONYM] = {0, "pseudonym", CS_OPT_COLUMNS, "COLUMN,...",
	"pass records on with tokens of a key in these columns", .group = "Pseudonyms"},
    [KEY] = {0, "key", CS_OPT_FILE, "FILE", "the key, readable by its owner alone"},
    [MAKE_KEY] = {0, "make-key", CS_OPT_FILE, "FILE", "make a new key, and end",
	.no = "pseudonym key"},
};

static const struct cs_tool tool = {
    .name = "cs-privacy",
    .what = "what is held about people: listed, shown, erased, or under pseudonyms",
    .synopsis = "--pseudonym COLUMN,... --key FILE [option ...] [file ...]\n"
		"--make-key FILE",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_THREADS,
    .default_threads = 1,
    .examples = "cs-privacy --make-key our.key\n"
		"cs-privacy --pseudonym customer_id,caller --key our.key calls.tsv >shared.tsv\n",
    .see = "cs-records(5), cs-columns(5)",
};

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	cs_secret_harden();
	if (value[MAKE_KEY].set)
		return cli->nfile != 0 ? cs_err_set(e, CS_EXIT_USAGE, "--make-key reads no files")
				       : cs_secret_make(value[MAKE_KEY].z, e);
	if (!value[PSEUDONYM].set)
		return cs_err_set(e, CS_EXIT_USAGE, "--pseudonym or --make-key says what to do");
	if (!value[KEY].set) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--pseudonym needs --key FILE");
		return cs_err_hint(e, "cs-privacy --make-key FILE makes one");
	}
	return cs_pseudonyms_run(cli, value[PSEUDONYM].list, value[PSEUDONYM].n, value[KEY].z, e);
}

int
main(int argc, char **argv)
{
	struct cs_opt_value value[N_OPT];
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;

	cs_cli_start(&cli, &tool, argc, argv, value);
	return cs_cli_end(&cli, run(&cli, value, &e), &e);
}
