/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion scripts for three shells, from one option table: see help.h. */
#include "base/mem.h"
#include "cli/help.h"
#include "rec/reader.h"

#include <stdlib.h>

/* What is offered for the value of an option. */
enum offer { NOTHING, FILES, FIXED, WORDS, COLUMNS, KEYS };

static enum offer
offer(const struct cs_opt *opt)
{
	if (opt->words != NULL)
		return (opt->flags & CS_OPT_KEYS) != 0 ? KEYS : WORDS;
	switch (opt->type) {
	case CS_OPT_FILE:
		return FILES;
	case CS_OPT_WORD:
		return FIXED;
	case CS_OPT_COLUMNS:
	case CS_OPT_EXPR:
		return COLUMNS;
	case CS_OPT_FLAG:
	case CS_OPT_TEXT:
	case CS_OPT_INT:
	case CS_OPT_DURATION:
	case CS_OPT_LIMIT:
	case CS_OPT_SIZE:
	case CS_OPT_ZONE:
	case CS_OPT_TIME:
	case CS_OPT_PERIOD:
	case CS_OPT_SET:
		break;
	}
	return strcmp(opt->name, "time") == 0 ? COLUMNS : NOTHING;
}

static bool
hidden(const struct cs_opt *opt)
{
	return (opt->flags & CS_OPT_HIDDEN) != 0;
}

/* "a|b" as "a b". */
static void
add_words(struct cs_buf *b, const char *words)
{
	for (; *words != '\0'; words++)
		cs_buf_c(b, *words == '|' ? ' ' : *words);
}

/* The tool's name as part of a function's name: cs-kpi gives cs_kpi. */
static void
add_ident(struct cs_buf *b, const char *name)
{
	for (; *name != '\0'; name++)
		cs_buf_c(b, *name == '-' ? '_' : *name);
}

/* text in single quotes for a shell; in zsh's specs brackets and colons want a backslash too. */
static void
add_quoted(struct cs_buf *b, const char *text, const char *escape)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'') {
			cs_buf_z(b, "'\\''");
			continue;
		}
		if (strchr(escape, *text) != NULL)
			cs_buf_c(b, '\\');
		cs_buf_c(b, *text);
	}
}

static void
bash_case(struct cs_buf *b, const struct cs_tool *tool, const struct cs_opt *opt)
{
	if (hidden(opt) || opt->type == CS_OPT_FLAG)
		return;
	cs_buf_printf(b, "\t--%s", opt->name);
	if (opt->letter != 0)
		cs_buf_printf(b, "|-%c", opt->letter);
	cs_buf_z(b, ")\n\t\t");
	switch (offer(opt)) {
	case NOTHING:
		cs_buf_z(b, "COMPREPLY=()");
		break;
	case FILES:
		cs_buf_z(b, "COMPREPLY=($(compgen -f -- \"$cur\"))");
		break;
	case FIXED:
		cs_buf_z(b, "COMPREPLY=($(compgen -W '");
		add_words(b, opt->arg);
		cs_buf_z(b, "' -- \"$cur\"))");
		break;
	case WORDS:
		cs_buf_printf(
		    b, "_cs_list \"$(%s --complete-words %s 2>/dev/null)\"", tool->name, opt->name);
		break;
	case COLUMNS:
		cs_buf_printf(
		    b, "_cs_list \"$(%s --complete-columns=\"$file\" 2>/dev/null)\"", tool->name);
		break;
	case KEYS:
		cs_buf_printf(b,
		    "_cs_list \"$(%s --complete-words %s --complete-columns=\"$file\" "
		    "2>/dev/null)\"",
		    tool->name, opt->name);
		break;
	}
	cs_buf_z(b, " ;;\n");
}

/*
 * bash breaks words at '=' and ':' (COMP_WORDBREAKS): "--csv=de" and "10:asa" come as three. What a
 * colon broke is put together again, as far as it stands together on the line; and since bash puts
 * an answer into the place of the last piece alone, the pieces before it, $broken, are taken off
 * the answers.
 */
static const char bash_words[] =
    "()\n{\n"
    "\tlocal i=$COMP_CWORD line=${COMP_LINE:0:COMP_POINT} cur=${COMP_WORDS[COMP_CWORD]}\n"
    "\tlocal last=$cur prev broken= file= w\n"
    "\twhile [ \"$i\" -gt 1 ]; do\n"
    "\t\tcase ${COMP_WORDS[i-1]}$'\\n'$cur in *:$'\\n'* | *$'\\n':*) ;; *) break ;; esac\n"
    "\t\tcase $line in *\"${COMP_WORDS[i-1]}$cur\") ;; *) break ;; esac\n"
    "\t\tcur=${COMP_WORDS[--i]}$cur\n"
    "\tdone\n"
    "\tif [ \"$last\" = : ]; then\n"
    "\t\tbroken=$cur\n"
    "\telse\n"
    "\t\tbroken=${cur%\"$last\"}\n"
    "\tfi\n"
    "\tprev=${COMP_WORDS[i-1]}\n"
    "\tif [ \"$cur\" = = ]; then\n"
    "\t\tcur=\n"
    "\telif [ \"$prev\" = = ]; then\n"
    "\t\tprev=${COMP_WORDS[i-2]}\n"
    "\tfi\n"
    "\tfor w in \"${COMP_WORDS[@]:1}\"; do\n"
    "\t\t[ -z \"$file\" ] && [ -f \"$w\" ] && file=$w\n"
    "\tdone\n"
    "\tcase $prev in\n";

/* _cs_list completes the piece after the last comma, and keeps what stands before it. */
static void
bash(struct cs_buf *b, const struct cs_tool *tool, const struct cs_opt *opt, size_t n)
{
	cs_buf_printf(
	    b, "# bash completion of %s, made by: %s --completion bash\n", tool->name, tool->name);
	cs_buf_z(b, "_cs_list()\n{\n"
		    "\tlocal IFS=$'\\n' head=\n"
		    "\tcase $cur in *,*) head=${cur%,*}, ;; esac\n"
		    "\tCOMPREPLY=($(compgen -P \"$head\" -W \"$1\" -- \"${cur##*,}\"))\n"
		    "}\n_");
	add_ident(b, tool->name);
	cs_buf_z(b, bash_words);
	for (size_t i = 0; i < n; i++)
		bash_case(b, tool, &opt[i]);
	cs_buf_z(b, "\t*)\n\t\tcase $cur in\n\t\t-*)\n\t\t\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0; i < n; i++)
		if (!hidden(&opt[i]))
			cs_buf_printf(b, "--%s ", opt[i].name);
	b->n--;
	cs_buf_z(b, "' -- \"$cur\")) ;;\n"
		    "\t\t*)\n\t\t\tCOMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
		    "\t\tesac ;;\n"
		    "\tesac\n"
		    "\tCOMPREPLY=(\"${COMPREPLY[@]#\"$broken\"}\")\n"
		    "}\ncomplete -o filenames -F _");
	add_ident(b, tool->name);
	cs_buf_printf(b, " %s\n", tool->name);
}

static void
zsh_action(struct cs_buf *b, const struct cs_opt *opt)
{
	switch (offer(opt)) {
	case NOTHING:
		cs_buf_c(b, ' ');
		break;
	case FILES:
		cs_buf_z(b, "_files");
		break;
	case FIXED:
		cs_buf_c(b, '(');
		add_words(b, opt->arg);
		cs_buf_c(b, ')');
		break;
	case WORDS:
		cs_buf_printf(b, "{_cs_list --complete-words %s}", opt->name);
		break;
	case COLUMNS:
		cs_buf_z(b, "{_cs_list --complete-columns=\"$file\"}");
		break;
	case KEYS:
		cs_buf_printf(
		    b, "{_cs_list --complete-words %s --complete-columns=\"$file\"}", opt->name);
		break;
	}
}

static void
zsh_option(struct cs_buf *b, const struct cs_opt *opt)
{
	bool optional = (opt->flags & CS_OPT_OPTIONAL) != 0;
	const char *often = opt->type == CS_OPT_SET || (opt->flags & CS_OPT_REPEAT) != 0 ? "*" : "";

	if (hidden(opt))
		return;
	for (int pass = opt->letter == 0; pass < 2; pass++) {
		if (pass == 0)
			cs_buf_printf(b, " \\\n\t\t'%s-%c[", often, opt->letter);
		else
			cs_buf_printf(b, " \\\n\t\t'%s--%s%s[", often, opt->name,
			    opt->type == CS_OPT_FLAG ? "" : (optional ? "=-" : "="));
		add_quoted(b, opt->help, "[]:\\");
		cs_buf_c(b, ']');
		if (opt->type != CS_OPT_FLAG) {
			cs_buf_printf(b, "%s%s:", optional ? "::" : ":", opt->name);
			zsh_action(b, opt);
		}
		cs_buf_c(b, '\'');
	}
}

static void
zsh(struct cs_buf *b, const struct cs_tool *tool, const struct cs_opt *opt, size_t n)
{
	cs_buf_printf(b,
	    "#compdef %s\n# zsh completion of %s, made by: %s --completion zsh\n_cs_list()\n{\n"
	    "\tlocal -a names\n\tnames=(${(f)\"$(%s \"$@\" 2>/dev/null)\"})\n"
	    "\tcompset -P '*,'\n\tcompadd -S '' -a names\n}\n_",
	    tool->name, tool->name, tool->name, tool->name);
	add_ident(b, tool->name);
	cs_buf_z(b, "()\n{\n\tlocal file= w\n\tfor w in \"${(@)words[2,-1]}\"; do\n"
		    "\t\t[[ -z $file && -f $w ]] && file=$w\n\tdone\n"
		    "\t_arguments -s -S");
	for (size_t i = 0; i < n; i++)
		zsh_option(b, &opt[i]);
	cs_buf_z(b, " \\\n\t\t'*:file:_files'\n}\n_");
	add_ident(b, tool->name);
	cs_buf_z(b, " \"$@\"\n");
}

static void
fish_option(struct cs_buf *b, const struct cs_tool *tool, const struct cs_opt *opt)
{
	if (hidden(opt))
		return;
	cs_buf_printf(b, "complete -c %s", tool->name);
	if (opt->letter != 0)
		cs_buf_printf(b, " -s %c", opt->letter);
	cs_buf_printf(b, " -l %s -d '", opt->name);
	add_quoted(b, opt->help, "\\");
	cs_buf_c(b, '\'');
	/* An optional value comes only with "=": fish completes that by itself. */
	if (opt->type != CS_OPT_FLAG && (opt->flags & CS_OPT_OPTIONAL) == 0)
		cs_buf_z(b, offer(opt) == FILES ? " -r -F" : " -x");
	switch (offer(opt)) {
	case NOTHING:
	case FILES:
		break;
	case FIXED:
		cs_buf_z(b, " -a '");
		add_words(b, opt->arg);
		cs_buf_c(b, '\'');
		break;
	case WORDS:
		cs_buf_printf(b, " -a '(__fish_complete_list , \"%s --complete-words %s\")'",
		    tool->name, opt->name);
		break;
	case COLUMNS:
		cs_buf_z(b, " -a '(__fish_complete_list , __");
		add_ident(b, tool->name);
		cs_buf_z(b, "_columns)'");
		break;
	case KEYS:
		cs_buf_z(b, " -a '(__fish_complete_list , \"__");
		add_ident(b, tool->name);
		cs_buf_printf(b, "_columns --complete-words %s\")'", opt->name);
		break;
	}
	cs_buf_c(b, '\n');
}

static void
fish(struct cs_buf *b, const struct cs_tool *tool, const struct cs_opt *opt, size_t n)
{
	cs_buf_printf(b, "# fish completion of %s, made by: %s --completion fish\nfunction __",
	    tool->name, tool->name);
	add_ident(b, tool->name);
	cs_buf_printf(b,
	    "_columns\n\tset -l file\n\tfor w in (commandline -opc)[2..-1]\n"
	    "\t\tif test -z \"$file\"; and test -f \"$w\"\n\t\t\tset file $w\n\t\tend\n\tend\n"
	    "\t%s $argv --complete-columns=\"$file\" 2>/dev/null\nend\n",
	    tool->name);
	for (size_t i = 0; i < n; i++)
		fish_option(b, tool, &opt[i]);
}

bool
cs_help_completion(struct cs_buf *b, const char *shell, const struct cs_tool *tool,
    const struct cs_opt *opt, size_t n)
{
	static const struct {
		const char *shell;
		void (*write)(
		    struct cs_buf *, const struct cs_tool *, const struct cs_opt *, size_t);
	} all[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(shell, all[i].shell) == 0) {
			all[i].write(b, tool, opt, n);
			return true;
		}
	return false;
}

void
cs_help_columns(struct cs_buf *b, const char *path)
{
	char *name = cs_mem_new(strlen(path) + 1, 1);
	char *const file[] = {name};
	const struct cs_column *known;
	struct cs_reader *r = NULL;
	size_t n;

	memcpy(name, path, strlen(path) + 1);
	if (*path != '\0' && strcmp(path, "-") != 0)
		r = cs_reader_open(file, 1, 0, NULL);
	if (r != NULL) {
		const struct cs_head *h = cs_reader_head(r);

		for (unsigned i = 0; i < h->ncol; i++)
			cs_buf_printf(b, "%.*s\n", CS_STR_ARG(h->col[i].name));
		cs_reader_close(r);
	} else {
		known = cs_schema_all(&n);
		for (size_t i = 0; i < n; i++)
			cs_buf_printf(b, "%.*s\n", CS_STR_ARG(known[i].name));
	}
	free(name);
}
