/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys in files and tokens. The tokens are those of Python's hashlib.blake2b(text, key=bytes(range(
 * 32)), digest_size=20) in base 32. */
#include "base/secret.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

#include "../tap.h"

#define HEX "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static char path[] = "/tmp/cs-secret.XXXXXX";

static void
put(const char *text, mode_t mode)
{
	int fd;

	/* One that was read-only may not be written to, but by root. */
	(void)unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) ||
	    fchmod(fd, mode) != 0 || close(fd) != 0)
		abort();
}

static void
tokens(void)
{
	static const struct {
		struct cs_str text;
		const char *token;
	} cases[] = {
	    {CS_STR_INIT(""), "n7a6ucaskzbjaigitq67l2wawkryjvlq"},
	    {CS_STR_INIT("4711"), "keh2z2wei4q5p3va3s6unydbw4lz7ykg"},
	    {CS_STR_INIT("+4917112345678"), "tb4p3bwpddoo7x23q3zeh35waer3f6ge"},
	    {CS_STR_INIT("\xc3\x84 \xc3\xb6"), "tsgm6mkcwuipf4enb7h4n7qu5ny3bbzd"},
	};
	struct cs_err e = CS_ERR_INIT;
	struct cs_secret *s, *other;
	char token[CS_TOKEN], again[CS_TOKEN];

	put("cs-key-1 " HEX "\n", 0400);
	s = cs_secret_load(path, &e);
	other = cs_secret_new(&e);
	if (!ok(s != NULL && other != NULL, "a key"))
		return;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cs_secret_token(s, cases[i].text, token);
		is_slice(
		    cs_str(token, CS_TOKEN), cases[i].token, "the token of '%s'", cases[i].text.p);
		cs_secret_token(other, cases[i].text, again);
		ok(memcmp(token, again, CS_TOKEN) != 0, "another by another key");
	}
	cs_secret_free(s);
	cs_secret_free(other);
	cs_secret_free(NULL);
}

static void
refused(void)
{
	static const struct {
		const char *what, *text, *says;
		mode_t mode;
		int status;
	} cases[] = {
	    {"the group may read it", "cs-key-1 " HEX "\n", "(640)", 0640, CS_EXIT_USAGE},
	    {"others may read it", "cs-key-1 " HEX "\n", "(604)", 0604, CS_EXIT_USAGE},
	    {"others may write it", "cs-key-1 " HEX "\n", "(602)", 0602, CS_EXIT_USAGE},
	    {"empty", "", "not the file of a key", 0600, CS_EXIT_DATA},
	    {"cut", "cs-key-1 0001\n", "not the file of a key", 0600, CS_EXIT_DATA},
	    {"no newline", "cs-key-1 " HEX, "not the file of a key", 0600, CS_EXIT_DATA},
	    {"more", "cs-key-1 " HEX "\nx", "not the file of a key", 0600, CS_EXIT_DATA},
	    {"another version", "cs-key-2 " HEX "\n", "not the file of a key", 0600, CS_EXIT_DATA},
	    {"a digit that is none",
		"cs-key-1 g00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
		"not the file of a key", 0600, CS_EXIT_DATA},
	};
	struct cs_err e;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		e = (struct cs_err)CS_ERR_INIT;
		put(cases[i].text, 0600);
		if (chmod(path, cases[i].mode) != 0)
			abort();
		ok(cs_secret_load(path, &e) == NULL, "%s: refused", cases[i].what);
		is_int(e.status, cases[i].status, "%s: its status", cases[i].what);
		ok(strstr(e.msg, cases[i].says) != NULL, "%s: says so", cases[i].what);
		ok(strstr(e.msg, "0405060708") == NULL && strstr(e.hint, "0405060708") == NULL,
		    "%s: and nothing of the key", cases[i].what);
	}
	e = (struct cs_err)CS_ERR_INIT;
	ok(cs_secret_load("/dev/null", &e) == NULL && e.status == CS_EXIT_USAGE, "no file");
	e = (struct cs_err)CS_ERR_INIT;
	ok(cs_secret_load("/tmp/no such file", &e) == NULL && e.status == CS_EXIT_IO, "not there");
}

static void
made(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_secret *a, *b;
	char one[CS_TOKEN], two[CS_TOKEN];
	struct stat st;
	mode_t mask = umask(0);

	(void)unlink(path);
	is_int(cs_secret_make(path, &e), 0, "a new key");
	ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600,
	    "for its owner, whatever the umask");
	a = cs_secret_load(path, &e);
	is_int(cs_secret_make(path, &e), -1, "it is not overwritten");
	is_int(e.status, CS_EXIT_IO, "74");
	e = (struct cs_err)CS_ERR_INIT;
	b = cs_secret_load(path, &e);
	if (ok(a != NULL && b != NULL, "it can be read")) {
		cs_secret_token(a, CS_STR("x"), one);
		cs_secret_token(b, CS_STR("x"), two);
		ok(memcmp(one, two, CS_TOKEN) == 0, "and is the same each time");
	}
	cs_secret_free(a);
	cs_secret_free(b);
	(void)umask(mask);
}

int
main(void)
{
	int fd = mkstemp(path);

	if (fd < 0)
		abort();
	(void)close(fd);
	tokens();
	refused();
	made();
	(void)unlink(path);
	return done();
}
