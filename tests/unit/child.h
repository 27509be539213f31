/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For tests of what a whole process does: runs a main() of the test's own in a child, in a scratch
 * folder, and keeps its status and what it wrote.
 */
#ifndef CS_TESTS_CHILD_H
#define CS_TESTS_CHILD_H

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"

struct child {
	int (*main)(int argc, char **argv);
	const char *args;      /* words separated by blanks, behind the tool's name */
	const char *in;	       /* a file for standard input; NULL: "in" */
	const char *out, *err; /* files or devices; NULL: "out" and "err" */
	int closed;	       /* a descriptor to close: 0, 1, 2; -1 by default: none */
	bool ignore_pipe;      /* SIGPIPE comes ignored */
	int status;	       /* result: exit status, or 128 + signal */
};

static char child_folder[] = "/tmp/cs-unit.XXXXXX";

static void
child_fail(const char *what)
{
	perror(what);
	_exit(99);
}

/* To be called first: the scratch folder becomes the working directory. */
__attribute__((unused)) static void
child_begin(void)
{
	if (mkdtemp(child_folder) == NULL || chdir(child_folder) != 0)
		child_fail(child_folder);
}

__attribute__((unused)) static void
child_end(void)
{
	char command[64];

	(void)snprintf(command, sizeof command, "rm -rf %s", child_folder);
	if (chdir("/") != 0 || system(command) != 0)
		child_fail(child_folder);
}

__attribute__((unused)) static void
child_write(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	if (f == NULL || fwrite(text, 1, strlen(text), f) != strlen(text) || fclose(f) != 0)
		child_fail(path);
}

/* The file's text; "" when there is none. Good until the call after the next. */
__attribute__((unused)) static const char *
child_read(const char *path)
{
	static char text[2][65536];
	static int turn;
	FILE *f = fopen(path, "rb");
	size_t n = 0;

	turn = !turn;
	if (f != NULL) {
		n = fread(text[turn], 1, sizeof text[turn] - 1, f);
		(void)fclose(f);
	}
	text[turn][n] = '\0';
	return text[turn];
}

static void
child_open(int fd, const char *path, int flags)
{
	int got = open(path, flags, 0644);

	if (got < 0 || dup2(got, fd) < 0)
		child_fail(path);
	if (got != fd)
		(void)close(got);
}

/* In the child: descriptors, arguments, main. */
static _Noreturn void
child_run(const struct child *c)
{
	static char text[1024], name[] = "cs-try";
	char *argv[32] = {name}, *p = text;
	int argc = 1;

	(void)snprintf(text, sizeof text, "%s", c->args);
	while (p != NULL && *p != '\0' && argc < 31) {
		argv[argc++] = p;
		p = strchr(p, ' ');
		if (p != NULL)
			*p++ = '\0';
	}
	child_open(0, c->in != NULL ? c->in : "in", O_RDONLY);
	child_open(1, c->out != NULL ? c->out : "out", O_WRONLY | O_CREAT | O_TRUNC);
	child_open(2, c->err != NULL ? c->err : "err", O_WRONLY | O_CREAT | O_TRUNC);
	/* Pipes of the test are given as /dev/fd/N: nobody else may hold their ends. */
	for (int fd = 3; fd < 64; fd++)
		(void)close(fd);
	if (c->closed >= 0)
		(void)close(c->closed);
	if (c->ignore_pipe)
		(void)signal(SIGPIPE, SIG_IGN);
	exit(c->main(argc, argv));
}

__attribute__((unused)) static int
child_wait(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) < 0)
		child_fail("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

__attribute__((unused)) static pid_t
child_start(const struct child *c)
{
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid < 0)
		child_fail("fork");
	if (pid == 0)
		child_run(c);
	return pid;
}

__attribute__((unused)) static int
child(struct child *c)
{
	c->status = child_wait(child_start(c));
	return c->status;
}

/* from | to, both at once; the status of from and of to. */
__attribute__((unused)) static void
child_pipe(struct child *from, struct child *to)
{
	char in[32], out[32];
	pid_t pid;
	int fd[2];

	if (pipe(fd) != 0)
		child_fail("pipe");
	(void)snprintf(in, sizeof in, "/dev/fd/%d", fd[0]);
	(void)snprintf(out, sizeof out, "/dev/fd/%d", fd[1]);
	from->out = out;
	to->in = in;
	pid = child_start(from);
	to->status = (int)child_start(to);
	(void)close(fd[0]);
	(void)close(fd[1]);
	to->status = child_wait((pid_t)to->status);
	from->status = child_wait(pid);
	from->out = to->in = NULL;
}

#endif
