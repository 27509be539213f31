/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-privacy: what is held about people, shown, erased, or replaced by pseudonyms. */
#include "base/secret.h"
#include "cli/cli.h"
#include "cli/erasing.h"
#include "cli/inventories.h"
#include "cli/pseudonyms.h"
#include "cli/showing.h"

enum {
	INVENTORY,
	SHOW,
	ERASE,
	PSEUDONYM,
	MAKE_KEY,
	CUSTOMER,
	IDENTIFIER,
	IDENTITY,
	TEXT,
	DRY_RUN,
	UNLINK,
	DROP,
	KEY,
	N_OPT
};

static const struct cs_opt options[N_OPT] = {
    [INVENTORY] = {0, "inventory", CS_OPT_FLAG, NULL,
	"which columns hold personal data, what for, in which files",
	.no = "customer identifier identity text dry-run unlink drop key union threads",
	.group = "What to do"},
    [SHOW] = {0, "show", CS_OPT_FLAG, NULL, "all that is held about a customer",
	.no = "inventory union threads"},
    [ERASE] = {0, "erase", CS_OPT_FLAG, NULL,
	"take a customer out of all files; a receipt says how",
	.no = "inventory show union threads"},
    [PSEUDONYM] = {0, "pseudonym", CS_OPT_COLUMNS, "COLUMN,...",
	"pass records on with tokens of a key in these columns", .no = "inventory show erase"},
    [MAKE_KEY] = {0, "make-key", CS_OPT_FILE, "FILE", "make a new key, and end",
	.no = "inventory show erase pseudonym key output progress union threads"},
    [CUSTOMER] = {0, "customer", CS_OPT_TEXT, "ID",
	"the customer; given again, other ids of theirs", .flags = CS_OPT_REPEAT | CS_OPT_SECRET,
	.no = "pseudonym make-key", .group = "Whom"},
    [IDENTIFIER] = {0, "identifier", CS_OPT_TEXT, "TEXT",
	"a number, address or name that is theirs", .flags = CS_OPT_REPEAT | CS_OPT_SECRET,
	.no = "pseudonym make-key"},
    [IDENTITY] = {0, "identity", CS_OPT_FILE, "FILE",
	"learn their numbers, addresses and names from these records too", .flags = CS_OPT_REPEAT,
	.no = "pseudonym make-key"},
    [TEXT] = {0, "text", CS_OPT_FLAG, NULL, "--show for people to read",
	.no = "erase pseudonym make-key", .group = "How"},
    [DRY_RUN] = {0, "dry-run", CS_OPT_FLAG, NULL, "--erase: the receipt alone",
	.no = "show pseudonym make-key"},
    [UNLINK] = {0, "unlink", CS_OPT_FLAG, NULL,
	"--erase: customer_id NULL, in place of a token that keeps their rows together",
	.no = "show pseudonym make-key"},
    [DROP] = {0, "drop", CS_OPT_FLAG, NULL, "--erase: their rows go away, and totals change",
	.no = "show pseudonym make-key unlink"},
    [KEY] = {0, "key", CS_OPT_FILE, "FILE",
	"the key of pseudonyms, also of the receipt; readable by its owner alone", .no = "show"},
};

static const struct cs_tool tool = {
    .name = "cs-privacy",
    .what = "what is held about people: listed, shown, erased, or under pseudonyms",
    .synopsis = "--inventory [option ...] file-or-folder ...\n"
		"--show --customer ID [--text] [option ...] file-or-folder ...\n"
		"--erase --customer ID [--dry-run] [option ...] file-or-folder ...\n"
		"--pseudonym COLUMN,... --key FILE [option ...] [file ...]\n"
		"--make-key FILE",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_THREADS,
    .default_threads = 1,
    .examples = "cs-privacy --inventory data | cs-report\n"
		"cs-privacy --show --customer 4711 --text data\n"
		"cs-privacy --erase --customer 4711 --dry-run data\n"
		"cs-privacy --make-key our.key\n"
		"cs-privacy --pseudonym customer_id,caller --key our.key calls.tsv >shared.tsv\n",
    .see = "cs-records(5), cs-columns(5)",
};

static int
make_key(const struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	if (cli->nfile != 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--make-key reads no files");
	return cs_secret_make(value[MAKE_KEY].z, e);
}

static int
pseudonyms(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	if (!value[KEY].set) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--pseudonym needs --key FILE");
		return cs_err_hint(e, "cs-privacy --make-key FILE makes one");
	}
	return cs_pseudonyms_run(cli, value[PSEUDONYM].list, value[PSEUDONYM].n, value[KEY].z, e);
}

static int
need_files(const struct cs_cli *cli, struct cs_err *e)
{
	return cli->nfile != 0 ? 0 : cs_err_set(e, CS_EXIT_USAGE, "no files or folders to look at");
}

static int
person(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_erasing_ask ask = {
	    .who = {value[CUSTOMER].list, value[CUSTOMER].n, value[IDENTIFIER].list,
		value[IDENTIFIER].n, value[IDENTITY].list, value[IDENTITY].n},
	    .drop = value[DROP].set,
	    .unlink = value[UNLINK].set,
	    .dry = value[DRY_RUN].set,
	    .key = value[KEY].z};

	if (!value[CUSTOMER].set)
		return cs_err_set(e, CS_EXIT_USAGE, "--customer ID says who it is about");
	if (need_files(cli, e) != 0)
		return -1;
	return value[SHOW].set ? cs_showing_run(cli, &ask.who, value[TEXT].set, e)
			       : cs_erasing_run(cli, &ask, e);
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	cs_secret_harden();
	if (value[MAKE_KEY].set)
		return make_key(cli, value, e);
	if (value[PSEUDONYM].set)
		return pseudonyms(cli, value, e);
	if (value[INVENTORY].set)
		return need_files(cli, e) == 0 ? cs_inventories_run(cli, e) : -1;
	if (value[SHOW].set || value[ERASE].set)
		return person(cli, value, e);
	return cs_err_set(e, CS_EXIT_USAGE,
	    "--inventory, --show, --erase, --pseudonym or --make-key says what to do");
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
