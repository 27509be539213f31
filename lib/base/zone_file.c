/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a TZif file (RFC 8536) into a table of ranges: see zone_table.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/zone_table.h"

enum { HEADER = 44 };

/* A header's counts, in their order in the file. */
struct counts {
	uint32_t isut, isstd, leap, time, type, chars;
};

/* The parts of a data block. */
struct block {
	struct counts n;
	size_t time_size; /* 4 in a block of version 1, else 8 */
	const unsigned char *time, *index, *type;
	size_t size; /* of all of it, after the header */
};

static uint64_t
big_endian(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

/* Finds the parts of the block whose header is at the front of s; false if they are not there. */
static bool
read_block(struct cs_str s, size_t time_size, struct block *b)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint32_t n[6];
	uint64_t size;

	if (s.n < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	for (size_t i = 0; i < 6; i++)
		n[i] = (uint32_t)big_endian(p + 20 + 4 * i, 4);
	b->n = (struct counts){n[0], n[1], n[2], n[3], n[4], n[5]};
	b->time_size = time_size;
	size = (uint64_t)b->n.time * (time_size + 1) + (uint64_t)b->n.type * 6 + b->n.chars +
	       (uint64_t)b->n.leap * (time_size + 4) + b->n.isstd + b->n.isut;
	if (size > s.n - HEADER)
		return false;
	b->size = (size_t)size;
	b->time = p + HEADER;
	b->index = b->time + b->n.time * time_size;
	b->type = b->index + b->n.time;
	return true;
}

void
cs_zone_push(struct cs_zone *z, int64_t from, int offset_s)
{
	int64_t offset = offset_s * CS_USEC;

	if (z->n != 0 && z->entry[z->n - 1].from >= from)
		z->n--;
	if (z->n != 0 && z->entry[z->n - 1].offset == offset)
		return;
	z->entry = cs_mem_grow(z->entry, &z->cap, z->n + 1, sizeof *z->entry);
	z->entry[z->n++] = (struct cs_zone_entry){from, offset};
}

static int64_t
time_of(const struct block *b, size_t i)
{
	uint64_t v = big_endian(b->time + i * b->time_size, b->time_size);

	return b->time_size == 4 ? (int32_t)(uint32_t)v : (int64_t)v;
}

/* Offset of a local time type; false if there is no such type or offset. */
static bool
type_offset(const struct block *b, size_t i, int *offset_s)
{
	if (i >= b->n.type)
		return false;
	*offset_s = (int32_t)(uint32_t)big_endian(b->type + i * 6, 4);
	return *offset_s > -90000 && *offset_s < 93600;
}

/*
 * The transitions. Those before the year 1 (some files begin with the Big Bang) only say what is
 * in force from then on. *after: the last one.
 */
static bool
read_transitions(struct cs_zone *z, const struct block *b, int64_t *after)
{
	int64_t before = INT64_MIN;
	int offset_s;

	*after = CS_ZONE_FIRST;
	if (!type_offset(b, 0, &offset_s))
		return false;
	cs_zone_push(z, CS_ZONE_FIRST, offset_s);
	for (size_t i = 0; i < b->n.time; i++) {
		int64_t t = time_of(b, i);

		if ((i != 0 && t <= before) || !type_offset(b, b->index[i], &offset_s))
			return false;
		before = t;
		if (t > CS_INSTANT_MAX / CS_USEC)
			break;
		*after = t < CS_INSTANT_MIN / CS_USEC ? CS_INSTANT_MIN : t * CS_USEC;
		cs_zone_push(
		    z, t < CS_INSTANT_MIN / CS_USEC ? CS_ZONE_FIRST : t * CS_USEC, offset_s);
	}
	return true;
}

/* The text between the two newlines at the end; empty if there is none. */
static struct cs_str
footer(struct cs_str s)
{
	struct cs_str rule;

	if (s.n == 0 || s.p[0] != '\n')
		return cs_str(NULL, 0);
	s = cs_str_skip(s, 1);
	rule = cs_str_head(s, cs_str_find(s, '\n'));
	return rule.n < s.n ? rule : cs_str(NULL, 0);
}

static int
read_file(struct cs_zone *z, struct cs_str s, struct cs_err *e)
{
	struct cs_str rule = {NULL, 0};
	struct block b;
	int64_t after;

	if (!read_block(s, 4, &b))
		return cs_err_set(e, CS_EXIT_DATA, "not a TZif file, or cut short");
	if (s.p[4] != '\0') {
		s = cs_str_skip(s, HEADER + b.size);
		if (!read_block(s, 8, &b))
			return cs_err_set(e, CS_EXIT_DATA, "cut short in its 64-bit part");
		rule = footer(cs_str_skip(s, HEADER + b.size));
	}
	if (b.n.leap != 0)
		return cs_err_set(e, CS_EXIT_DATA, "counts leap seconds, which instants do not");
	if (!read_transitions(z, &b, &after))
		return cs_err_set(e, CS_EXIT_DATA, "transitions out of order or without a type");
	return rule.n != 0 ? cs_zone_rule(z, rule, after, e) : 0;
}

struct cs_zone *
cs_zone_create(struct cs_str name, struct cs_str file, struct cs_err *e)
{
	struct cs_zone *z = cs_mem_new0(1, sizeof *z);

	z->end = CS_ZONE_LAST;
	z->name = cs_mem_new(name.n + 1, 1);
	memcpy(z->name, name.p, name.n);
	z->name[name.n] = '\0';
	if (read_file(z, file, e) != 0) {
		cs_err_prefix(e, "zone file '%s'", z->name);
		cs_zone_destroy(z);
		return NULL;
	}
	return z;
}
