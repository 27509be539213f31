/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds zones by name, on disk and among the names of other systems: see zone.h. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/data.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/zone_table.h"

/* Where systems keep their zone files. */
static const char *const dirs[] = {
    "/usr/share/zoneinfo",
    "/usr/lib/zoneinfo",
    "/usr/share/lib/zoneinfo",
    "/etc/zoneinfo",
};

enum { LARGEST = 1 << 20, NEAR = 3 };

/* The directory in use, NULL when there is none. */
static const char *
zone_dir(void)
{
	struct stat st;

	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++)
		if (stat(dirs[i], &st) == 0 && S_ISDIR(st.st_mode))
			return dirs[i];
	return NULL;
}

/* Appends the whole of a file of at most LARGEST bytes; -1 with errno. */
static int
slurp(struct cs_buf *b, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), error;
	ssize_t got;

	if (fd < 0)
		return -1;
	do {
		got = read(fd, cs_buf_reserve(b, 8192), 8192);
		if (got > 0)
			b->n += (size_t)got;
	} while ((got > 0 && b->n <= LARGEST) || (got < 0 && errno == EINTR));
	error = got < 0 ? errno : b->n > LARGEST ? EFBIG : 0;
	(void)close(fd);
	errno = error;
	return error == 0 ? 0 : -1;
}

static bool
is_name_byte(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '+' || c == '/';
}

static bool
is_name(struct cs_str name)
{
	bool good = name.n != 0 && name.n < 256 && name.p[0] != '/';

	for (size_t i = 0; good && i < name.n; i++)
		good = is_name_byte(name.p[i]);
	return good;
}

static void
bad_name(struct cs_str name, struct cs_err *e)
{
	struct cs_str other = cs_zone_alias(name);

	(void)cs_err_set(
	    e, CS_EXIT_USAGE, "'%.*s' is not the name of a time zone", CS_STR_ARG(name));
	if (cs_str_eq(other, name))
		(void)cs_err_hint(e, "write it like Europe/Berlin");
	else
		(void)cs_err_hint(e, "did you mean %.*s?", CS_STR_ARG(other));
}

static void
not_found(const char *dir, struct cs_str name, struct cs_err *e)
{
	struct cs_str other = cs_zone_alias(name);
	struct cs_buf near = CS_BUF_INIT;

	(void)cs_err_set(e, CS_EXIT_USAGE, "no time zone '%.*s'", CS_STR_ARG(name));
	if (cs_str_eq(other, name))
		cs_zone_near(&near, dir, name, NEAR);
	else
		cs_buf_str(&near, other);
	if (near.n != 0)
		(void)cs_err_hint(e, "did you mean %s?", cs_buf_cstr(&near));
	cs_buf_finish(&near);
}

static struct cs_zone *
load(struct cs_str name, struct cs_err *e)
{
	const char *dir = zone_dir();
	struct cs_buf path = CS_BUF_INIT, file = CS_BUF_INIT;
	struct cs_zone *z = NULL;

	if (dir == NULL) {
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "time zone '%.*s': this system has no zone files", CS_STR_ARG(name));
		(void)cs_err_hint(e, "install tzdata, or use UTC");
		return NULL;
	}
	cs_buf_printf(&path, "%s/%.*s", dir, CS_STR_ARG(name));
	if (slurp(&file, cs_buf_cstr(&path)) == 0)
		z = cs_zone_create(name, cs_buf_all(&file), e);
	else if (errno == ENOENT || errno == ENOTDIR || errno == EISDIR)
		not_found(dir, name, e);
	else
		(void)cs_err_errno(e, CS_EXIT_USAGE, "%s", cs_buf_cstr(&path));
	if (z == NULL && e != NULL)
		e->status = CS_EXIT_USAGE;
	cs_buf_finish(&path);
	cs_buf_finish(&file);
	return z;
}

/* UTC needs no file. */
static struct cs_zone_entry utc_entry = {CS_ZONE_FIRST, 0};
static char utc_name[] = "UTC";
static struct cs_zone utc = {utc_name, &utc_entry, 1, 1, CS_ZONE_LAST};

const struct cs_zone *
cs_zone_get(struct cs_str name, struct cs_err *e)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static struct cs_map names = CS_MAP_INIT;
	static struct cs_zone **zones; /* by id in names; only those that were found are there */
	static size_t cap;
	struct cs_zone *z;
	uint32_t id;

	if (cs_str_eq(name, CS_STR("UTC")) || cs_str_eq(name, CS_STR("Etc/UTC")))
		return &utc;
	if (!is_name(name)) {
		bad_name(name, e);
		return NULL;
	}
	(void)pthread_mutex_lock(&lock);
	id = cs_map_find(&names, name);
	z = id != CS_MAP_NONE ? zones[id] : load(name, e);
	if (id == CS_MAP_NONE && z != NULL) {
		zones = cs_mem_grow(zones, &cap, names.n + 1, sizeof(struct cs_zone *));
		zones[cs_map_add(&names, name)] = z;
	}
	(void)pthread_mutex_unlock(&lock);
	return z;
}

/* Of tzdata.zi: "Z NAME ...", and "L OTHER NAME" for another name of the same. */
void
cs_zone_words(struct cs_buf *out)
{
	const char *dir = zone_dir();
	struct cs_buf path = CS_BUF_INIT, text = CS_BUF_INIT;
	struct cs_str rest = {NULL, 0}, line, word;

	cs_buf_z(out, "UTC\n");
	if (dir != NULL) {
		cs_buf_printf(&path, "%s/tzdata.zi", dir);
		if (slurp(&text, cs_buf_cstr(&path)) == 0)
			rest = cs_buf_all(&text);
	}
	while (cs_str_split(&rest, '\n', &line)) {
		bool link = cs_str_starts(line, CS_STR("L "));

		if (!link && !cs_str_starts(line, CS_STR("Z ")))
			continue;
		for (int skip = link ? 3 : 2; skip > 0; skip--)
			(void)cs_str_split(&line, ' ', &word);
		if (is_name(word) && !cs_str_eqz(word, "UTC"))
			cs_buf_printf(out, "%.*s\n", CS_STR_ARG(word));
	}
	cs_buf_finish(&path);
	cs_buf_finish(&text);
}

/* tzdata.zi begins with "# version 2024a"; some systems have a file +VERSION instead. */
static void
read_version(char version[32])
{
	const char *dir = zone_dir();
	struct cs_buf path = CS_BUF_INIT, text = CS_BUF_INIT;
	struct cs_str s = {NULL, 0};

	if (dir != NULL) {
		cs_buf_printf(&path, "%s/tzdata.zi", dir);
		(void)slurp(&text, cs_buf_cstr(&path));
		s = cs_buf_all(&text);
		if (cs_str_starts(s, CS_STR("# version "))) {
			s = cs_str_skip(s, strlen("# version "));
		} else {
			cs_buf_reset(&path);
			cs_buf_reset(&text);
			cs_buf_printf(&path, "%s/+VERSION", dir);
			(void)slurp(&text, cs_buf_cstr(&path));
			s = cs_buf_all(&text);
		}
	}
	s = cs_str_head(s, cs_str_find(s, '\n'));
	for (size_t i = 0; i < s.n && i < 31 && is_name_byte(s.p[i]); i++)
		version[i] = s.p[i];
	cs_buf_finish(&path);
	cs_buf_finish(&text);
}

const char *
cs_zone_version(void)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static char version[32];
	static bool known;

	(void)pthread_mutex_lock(&lock);
	if (!known)
		read_version(version);
	known = true;
	(void)pthread_mutex_unlock(&lock);
	return version;
}

struct cs_str
cs_zone_alias(struct cs_str name)
{
	struct cs_str rest = cs_data("zones"), line;

	while (cs_str_split(&rest, '\n', &line)) {
		size_t n = cs_str_find(line, '|');

		if (n < line.n && line.p[0] != '#' &&
		    cs_str_ieq(cs_str_trim(cs_str_head(line, n)), name))
			return cs_str_trim(cs_str_skip(line, n + 1));
	}
	return name;
}
