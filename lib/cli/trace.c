/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the trace: see trace.h. */
#include "cli/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/mem.h"

#define FNV_BASIS UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

/* A JSON string. Bytes that are not UTF-8 cannot come here but from file names: they are passed. */
static void
add_string(struct cs_buf *b, struct cs_str s)
{
	cs_buf_c(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			cs_buf_c(b, '\\');
		if (c < 0x20)
			cs_buf_printf(b, "\\u%04x", c);
		else
			cs_buf_c(b, (char)c);
	}
	cs_buf_c(b, '"');
}

static void
add_member(struct cs_buf *b, const char *name, struct cs_str s)
{
	cs_buf_printf(b, ",\"%s\":", name);
	add_string(b, s);
}

static void
add_number(struct cs_buf *b, const char *name, uint64_t n)
{
	cs_buf_printf(b, ",\"%s\":%llu", name, (unsigned long long)n);
}

static void
add_instant(struct cs_buf *b, const char *name, int64_t instant, bool there)
{
	cs_buf_printf(b, ",\"%s\":\"", name);
	if (there)
		cs_time_text(b, instant);
	cs_buf_c(b, '"');
}

static void
stat_id(struct cs_buf *b, const struct stat *st)
{
	if (!S_ISREG(st->st_mode) && !S_ISFIFO(st->st_mode))
		return;
	cs_buf_printf(b, "%c%u.%u:%llu", S_ISREG(st->st_mode) ? 'f' : 'p', major(st->st_dev),
	    minor(st->st_dev), (unsigned long long)st->st_ino);
}

static void
fd_id(struct cs_buf *b, int fd)
{
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0)
		stat_id(b, &st);
}

void
cs_trace_path_id(struct cs_buf *b, const char *path)
{
	struct stat st;

	if (strcmp(path, "-") == 0)
		fd_id(b, STDIN_FILENO);
	else if (stat(path, &st) == 0)
		stat_id(b, &st);
}

/* One write a line: O_APPEND makes it one piece among those of the other stages. */
static int
put_line(struct cs_trace *t, struct cs_buf *b, struct cs_err *e)
{
	ssize_t n;

	cs_buf_z(b, "}\n");
	do
		n = write(t->fd, b->p, b->n);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", t->path);
	if ((size_t)n != b->n)
		return cs_err_set(e, CS_EXIT_IO, "%s: the disk is full", t->path);
	return 0;
}

static void
add_inputs(struct cs_buf *b, const struct cs_cli *cli)
{
	static char dash[] = "-";
	static char *const only_stdin[] = {dash};
	char *const *file = cli->nfile != 0 ? cli->file : only_stdin;
	int n = cli->nfile != 0 ? cli->nfile : 1;
	const char *comma = "";

	cs_buf_z(b, ",\"inputs\":[");
	for (int i = 0; i < n; i++, comma = ",") {
		cs_buf_z(b, comma);
		add_string(b, strcmp(file[i], "-") == 0 ? CS_STR("stdin") : cs_str_z(file[i]));
	}
	cs_buf_z(b, "],\"input_ids\":[");
	comma = "";
	for (int i = 0; i < n; i++, comma = ",") {
		cs_buf_printf(b, "%s\"", comma);
		cs_trace_path_id(b, file[i]);
		cs_buf_c(b, '"');
	}
	cs_buf_c(b, ']');
}

int
cs_trace_begin(struct cs_trace *t, const struct cs_cli *cli, int argc, const char *const *command,
    struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;
	int r;

	*t = (struct cs_trace){.fd = -1, .path = cli->opt.trace};
	if (t->path == NULL)
		return 0;
	t->fd = open(t->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
	if (t->fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", t->path);
	cs_buf_printf(&b, "{\"cs\":\"begin\",\"pid\":%lld", (long long)getpid());
	add_member(&b, "tool", cs_str_z(cli->tool->name));
	add_member(&b, "version", cs_str_z(cs_cli_version()));
	cs_buf_z(&b, ",\"command\":[");
	for (int i = 0; i < argc; i++) {
		if (i != 0)
			cs_buf_c(&b, ',');
		add_string(&b, cs_str_z(i == 0 ? cli->tool->name : command[i]));
	}
	cs_buf_c(&b, ']');
	add_inputs(&b, cli);
	cs_buf_z(&b, ",\"out\":\"");
	if (cli->opt.output == NULL)
		fd_id(&b, STDOUT_FILENO);
	cs_buf_c(&b, '"');
	r = put_line(t, &b, e);
	cs_buf_finish(&b);
	return r;
}

void
cs_trace_skipped(struct cs_trace *t, const char *reason, uint64_t n)
{
	size_t i;

	if (t->fd < 0 || n == 0)
		return;
	for (i = 0; i < t->nskip && strcmp(t->skip[i].reason, reason) != 0; i++)
		;
	if (i == t->nskip) {
		t->skip = cs_mem_grow(t->skip, &t->cap_skip, i + 1, sizeof *t->skip);
		t->skip[t->nskip++] =
		    (struct cs_trace_skip){cs_arena_printf(&t->arena, "%s", reason), 0};
	}
	t->skip[i].n += n;
}

void
cs_trace_dictionary(struct cs_trace *t, struct cs_str text)
{
	if (t->fd < 0)
		return;
	if (t->hash == 0)
		t->hash = FNV_BASIS;
	for (size_t i = 0; i < text.n; i++)
		t->hash = (t->hash ^ (unsigned char)text.p[i]) * FNV_PRIME;
}

void
cs_trace_fact(struct cs_trace *t, const char *name, struct cs_str value)
{
	if (t->fd < 0)
		return;
	if (t->facts.n != 0)
		cs_buf_c(&t->facts, ',');
	add_string(&t->facts, cs_str_z(name));
	cs_buf_c(&t->facts, ':');
	add_string(&t->facts, value);
}

static void
add_skipped(struct cs_buf *b, const struct cs_trace *t)
{
	cs_buf_z(b, ",\"skipped\":{");
	for (size_t i = 0; i < t->nskip; i++) {
		if (i != 0)
			cs_buf_c(b, ',');
		add_string(b, cs_str_z(t->skip[i].reason));
		cs_buf_printf(b, ":%llu", (unsigned long long)t->skip[i].n);
	}
	cs_buf_c(b, '}');
}

int
cs_trace_end(struct cs_trace *t, const struct cs_cli *cli, int out, int status, const char *reason,
    struct cs_err *e)
{
	const struct cs_account *n = &cli->count;
	struct cs_buf b = CS_BUF_INIT;
	bool times = n->first <= n->last;
	struct stat st;
	int r;

	if (t->fd < 0)
		return 0;
	cs_buf_printf(&b, "{\"cs\":\"end\",\"pid\":%lld", (long long)getpid());
	add_member(&b, "tool", cs_str_z(cli->tool->name));
	add_number(&b, "status", (uint64_t)status);
	add_member(&b, "reason", cs_str_z(reason));
	add_number(&b, "read", n->read);
	add_number(&b, "aside", n->aside);
	add_number(&b, "used", n->used);
	add_skipped(&b, t);
	add_number(&b, "written", n->written);
	add_instant(&b, "first", n->first, times);
	add_instant(&b, "last", n->last, times);
	add_member(&b, "where", cli->opt.where);
	add_member(&b, "keep_only", cli->opt.keep_only);
	add_member(&b, "zone", cs_str_z(cli->opt.zone ? cs_zone_name(cli->opt.zone) : "UTC"));
	add_member(&b, "tzdata", cs_str_z(cli->opt.zone ? cs_zone_version() : ""));
	add_instant(&b, "as_of", cli->opt.as_of, cli->opt.has_as_of);
	cs_buf_z(&b, ",\"dictionary\":\"");
	if (t->hash != 0)
		cs_buf_printf(&b, "%016llx", (unsigned long long)t->hash);
	cs_buf_z(&b, "\",\"facts\":{");
	cs_buf_str(&b, cs_buf_all(&t->facts));
	cs_buf_z(&b, "},\"out\":\"");
	fd_id(&b, out);
	cs_buf_c(&b, '"');
	add_number(&b, "size",
	    out >= 0 && fstat(out, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0);
	r = put_line(t, &b, e);
	cs_buf_finish(&b);
	return r;
}

void
cs_trace_close(struct cs_trace *t)
{
	if (t->fd >= 0)
		(void)close(t->fd);
	t->fd = -1;
	cs_buf_finish(&t->facts);
	cs_arena_finish(&t->arena);
	free(t->skip);
	t->skip = NULL;
	t->nskip = t->cap_skip = 0;
}
