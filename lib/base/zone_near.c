/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Did you mean": the names of zone files that look like a name. See zone_table.h. */
#include <dirent.h>
#include <sys/stat.h>

#include "base/zone_table.h"

enum { MOST = 8, FARTHEST = 3, DEEPEST = 3, LONGEST = 64 };

struct near {
	struct cs_str name; /* what is looked for */
	size_t max, n;
	struct candidate {
		unsigned distance;
		char name[LONGEST];
	} best[MOST];
};

static struct cs_str
last_part(struct cs_str s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/')
			return cs_str_skip(s, i);
	return s;
}

static unsigned
smaller(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* How far a part of what is looked for is from one of a name; too far if nothing of it is left. */
static unsigned
part_distance(struct cs_str looked, struct cs_str name)
{
	unsigned d = cs_str_distance(looked, name, FARTHEST);

	return d < looked.n ? d : FARTHEST + 1;
}

/* Keeps a name if it is among the nearest; of equally near ones the first by bytes. */
static void
consider(struct near *c, struct cs_str name)
{
	unsigned d = smaller(part_distance(c->name, name),
	    part_distance(last_part(c->name), last_part(name)) + (c->name.n < 4));
	size_t i = c->n;

	if (d > FARTHEST || name.n >= LONGEST)
		return;
	while (i > 0 && (c->best[i - 1].distance > d ||
			    (c->best[i - 1].distance == d &&
				cs_str_cmp(cs_str_z(c->best[i - 1].name), name) > 0)))
		i--;
	if (i == c->max)
		return;
	c->n += c->n < c->max;
	memmove(&c->best[i + 1], &c->best[i], (c->n - 1 - i) * sizeof c->best[0]);
	c->best[i].distance = d;
	memcpy(c->best[i].name, name.p, name.n);
	c->best[i].name[name.n] = '\0';
}

/* Zone names begin with capitals; posix/ and right/ are the same zones again. */
static bool
is_zone_like(const char *name)
{
	return name[0] >= 'A' && name[0] <= 'Z' && strchr(name, '.') == NULL;
}

static void
walk(struct near *c, const char *root, const char *below, int depth)
{
	struct cs_buf path = CS_BUF_INIT, name = CS_BUF_INIT;
	const struct dirent *entry;
	struct stat st;
	DIR *dir;

	cs_buf_printf(&path, "%s/%s", root, below);
	dir = opendir(cs_buf_cstr(&path));
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (!is_zone_like(entry->d_name))
			continue;
		cs_buf_reset(&name);
		cs_buf_printf(&name, "%s%s%s", below, *below != '\0' ? "/" : "", entry->d_name);
		cs_buf_reset(&path);
		cs_buf_printf(&path, "%s/%s", root, cs_buf_cstr(&name));
		if (stat(cs_buf_cstr(&path), &st) != 0)
			continue;
		if (S_ISREG(st.st_mode))
			consider(c, cs_buf_all(&name));
		else if (S_ISDIR(st.st_mode) && depth < DEEPEST)
			walk(c, root, cs_buf_cstr(&name), depth + 1);
	}
	if (dir != NULL)
		(void)closedir(dir);
	cs_buf_finish(&path);
	cs_buf_finish(&name);
}

void
cs_zone_near(struct cs_buf *b, const char *dir, struct cs_str name, size_t max)
{
	struct near c = {.name = name, .max = max < MOST ? max : MOST};

	walk(&c, dir, "", 1);
	for (size_t i = 0; i < c.n; i++)
		cs_buf_printf(b, "%s%s", i != 0 ? ", " : "", c.best[i].name);
}
