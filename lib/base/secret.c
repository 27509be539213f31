/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secret keys and tokens: see secret.h. */
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define PREFIX "cs-key-1 "

enum {
	KEY = 32,
	HASH = CS_TOKEN * 5 / 8,
	LEAD = sizeof PREFIX - 1,
	LINE = LEAD + 2 * KEY + 1, /* of the file */
};

struct cs_secret {
	unsigned char key[KEY];
};

void
cs_secret_harden(void)
{
	static const struct rlimit none = {0, 0};

	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)setrlimit(RLIMIT_CORE, &none);
}

/* Pages for a key, not yet filled. */
static struct cs_secret *
allocate(struct cs_err *e)
{
	struct cs_secret *s;

	if (sodium_init() < 0) {
		(void)cs_err_set(e, CS_EXIT_IO, "the system gives no random numbers");
		return NULL;
	}
	s = sodium_malloc(sizeof *s);
	if (s == NULL)
		cs_mem_fail();
	return s;
}

struct cs_secret *
cs_secret_new(struct cs_err *e)
{
	struct cs_secret *s = allocate(e);

	if (s != NULL)
		randombytes_buf(s->key, KEY);
	return s;
}

void
cs_secret_free(struct cs_secret *s)
{
	sodium_free(s);
}

static int
write_line(int fd, const char line[LINE])
{
	ssize_t n = write(fd, line, LINE);

	if (n >= 0 && n != LINE)
		errno = ENOSPC;
	return n == LINE && fsync(fd) == 0 ? 0 : -1;
}

int
cs_secret_make(const char *path, struct cs_err *e)
{
	struct cs_secret *s = cs_secret_new(e);
	char line[LINE + 1] = PREFIX;
	int fd, r = 0;

	if (s == NULL)
		return -1;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		r = cs_err_errno(e, CS_EXIT_IO, "%s", path);
		if (errno == EEXIST)
			(void)cs_err_hint(e, "a key is never overwritten: what it made would "
					     "match nothing any more");
		cs_secret_free(s);
		return r;
	}
	(void)sodium_bin2hex(line + LEAD, 2 * KEY + 1, s->key, KEY);
	line[LINE - 1] = '\n';
	if (fchmod(fd, 0600) != 0 || write_line(fd, line) != 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (close(fd) != 0 && r == 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (r != 0)
		(void)unlink(path);
	sodium_memzero(line, sizeof line);
	cs_secret_free(s);
	return r;
}

/* Nobody else may have seen it. */
static int
check_owner(int fd, const char *path, struct cs_err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (!S_ISREG(st.st_mode))
		return cs_err_set(e, CS_EXIT_USAGE, "%s: a key is in a file", path);
	if (st.st_uid != geteuid()) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s: this key belongs to somebody else", path);
		return cs_err_hint(e, "the owner of a key is the one who uses it");
	}
	if ((st.st_mode & 077) != 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s: others may read or write this key (%03o)",
		    path, (unsigned)st.st_mode & 0777);
		return cs_err_hint(e,
		    "chmod 600 %s, if you are sure that nobody has read it; else make a new one",
		    path);
	}
	return 0;
}

/* The key of a line; one byte more was asked for, to see that there is none. */
static bool
parse(struct cs_secret *s, const char *line, ssize_t n)
{
	size_t bytes;

	if (n != LINE || memcmp(line, PREFIX, LEAD) != 0 || line[LINE - 1] != '\n')
		return false;
	return sodium_hex2bin(s->key, KEY, line + LEAD, 2 * KEY, NULL, &bytes, NULL) == 0 &&
	       bytes == KEY;
}

struct cs_secret *
cs_secret_load(const char *path, struct cs_err *e)
{
	struct cs_secret *s = NULL;
	char line[LINE + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	ssize_t n;

	if (fd < 0) {
		(void)cs_err_errno(e, CS_EXIT_IO, "%s", path);
		return NULL;
	}
	if (check_owner(fd, path, e) == 0)
		s = allocate(e);
	if (s != NULL) {
		n = read(fd, line, sizeof line);
		if (n < 0)
			(void)cs_err_errno(e, CS_EXIT_IO, "%s", path);
		else if (!parse(s, line, n))
			(void)cs_err_set(
			    e, CS_EXIT_DATA, "%s: this is not the file of a key", path);
		sodium_memzero(line, sizeof line);
		if (e->status != 0) {
			cs_secret_free(s);
			s = NULL;
		}
	}
	(void)close(fd);
	return s;
}

void
cs_secret_token(const struct cs_secret *s, struct cs_str text, char token[CS_TOKEN])
{
	static const char digit[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char hash[HASH];
	unsigned bits = 0, have = 0;
	size_t at = 0;

	(void)crypto_generichash(
	    hash, HASH, (const unsigned char *)text.p, text.n, s->key, sizeof s->key);
	for (size_t i = 0; i < HASH; i++) {
		bits = (bits << 8 | hash[i]) & 0xffff;
		for (have += 8; have >= 5; have -= 5)
			token[at++] = digit[bits >> (have - 5) & 31];
	}
}
