/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular expressions by PCRE2: see re.h. */
#include "base/re.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

enum {
	STEPS = 100000,	     /* a match may take so many, and */
	STEPS_PER_BYTE = 50, /* so many more for each byte of the text */
	HEAP_KIB = 65536,    /* what the interpreter may use to go back on its choices */
	JIT_STACK_FIRST = 32 << 10,
	JIT_STACK_MOST = 1 << 20,
};

struct cs_re {
	pcre2_code *code;
	uint32_t pairs; /* the match and its groups */
	bool utf;	/* matched on characters; else on bytes */
};

struct cs_re_state {
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	pcre2_match_data *data;
	uint32_t pairs; /* room in data */
	uint32_t found; /* pairs that the last match set */
};

static void *
get_memory(size_t n, void *unused)
{
	(void)unused;
	return cs_mem_new(n, 1);
}

static void
put_memory(void *p, void *unused)
{
	(void)unused;
	free(p);
}

/* PCRE2 takes its memory where we take ours. */
static pcre2_general_context *
memory(void)
{
	return pcre2_general_context_create(get_memory, put_memory, NULL);
}

static bool
is_ascii(struct cs_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/*
 * Whether an ASCII pattern could match, or look at, a part of a character if it ran on bytes:
 * '.', negated classes and looks, verbs, and the escapes that are not of ASCII alone. Careful
 * rather than exact: "\\." and "[.]" count as well.
 */
static bool
splits_characters(struct cs_str p)
{
	static const char *const marks[] = {".", "[^", ":^", "(?!", "(?<!", "(*"};
	static const char escapes[] = "WSDNBRXxoHVhvpPcL0123456789";

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (cs_str_search(p, cs_str_z(marks[i])) != p.n)
			return true;
	for (size_t i = 0; i + 1 < p.n; i++)
		if (p.p[i] == '\\' && strchr(escapes, p.p[++i]) != NULL)
			return true;
	return false;
}

static bool
has_property(struct cs_str p)
{
	return cs_str_search(p, CS_STR("\\p")) != p.n || cs_str_search(p, CS_STR("\\P")) != p.n ||
	       cs_str_search(p, CS_STR("\\X")) != p.n;
}

static uint32_t
options_of(struct cs_str pattern, unsigned flags)
{
	bool ascii = is_ascii(pattern);
	uint32_t o = (flags & CS_RE_CASELESS) != 0 ? PCRE2_CASELESS : 0;

	if ((flags & CS_RE_LITERAL) != 0)
		return o | PCRE2_LITERAL | (ascii ? 0 : PCRE2_UTF);
	o |= PCRE2_NEVER_BACKSLASH_C;
	if (!ascii || splits_characters(pattern))
		o |= PCRE2_UTF;
	if (!ascii || has_property(pattern))
		o |= PCRE2_UCP;
	return o;
}

/* Characters in the first n bytes. */
static size_t
characters(struct cs_str s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n && i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return count;
}

static pcre2_code *
compile(struct cs_str pattern, uint32_t options, struct cs_err *e)
{
	pcre2_general_context *mem = memory();
	pcre2_compile_context *context = pcre2_compile_context_create(mem);
	PCRE2_UCHAR why[256];
	pcre2_code *code;
	size_t at;
	int error;

	code = pcre2_compile((PCRE2_SPTR)(pattern.n != 0 ? pattern.p : ""), pattern.n, options,
	    &error, &at, context);
	if (code == NULL) {
		(void)pcre2_get_error_message(error, why, sizeof why);
		(void)cs_err_set(e, CS_EXIT_USAGE, "pattern '%.*s': %s at character %zu",
		    CS_STR_ARG(pattern), (const char *)why, characters(pattern, at));
	}
	pcre2_compile_context_free(context);
	pcre2_general_context_free(mem);
	return code;
}

struct cs_re *
cs_re_create(struct cs_str pattern, unsigned flags, struct cs_err *e)
{
	uint32_t options = options_of(pattern, flags), groups = 0, empty = 0;
	struct cs_re *re;
	pcre2_code *code;

	if (pattern.n > CS_RE_LONGEST) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "pattern '%.40s...': longer than %d bytes",
		    pattern.p, CS_RE_LONGEST);
		return NULL;
	}
	code = compile(pattern, options, e);
	if (code == NULL)
		return NULL;
	(void)pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
	if ((flags & CS_RE_NONEMPTY) != 0 && (empty != 0 || pattern.n == 0)) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "pattern '%.*s': matches the empty text",
		    CS_STR_ARG(pattern));
		pcre2_code_free(code);
		return NULL;
	}
	/* Where there is no JIT, or the system forbids it, the interpreter does the same. */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	(void)pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
	re = cs_mem_new(1, sizeof *re);
	*re = (struct cs_re){code, groups + 1, (options & PCRE2_UTF) != 0};
	return re;
}

void
cs_re_destroy(struct cs_re *re)
{
	if (re == NULL)
		return;
	pcre2_code_free(re->code);
	free(re);
}

unsigned
cs_re_groups(const struct cs_re *re)
{
	return re->pairs - 1;
}

struct cs_re_state *
cs_re_state_create(void)
{
	struct cs_re_state *st = cs_mem_new0(1, sizeof *st);
	pcre2_general_context *mem = memory();

	st->context = pcre2_match_context_create(mem);
	(void)pcre2_set_heap_limit(st->context, HEAP_KIB);
	st->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, mem);
	if (st->stack != NULL)
		pcre2_jit_stack_assign(st->context, NULL, st->stack);
	pcre2_general_context_free(mem);
	return st;
}

void
cs_re_state_destroy(struct cs_re_state *st)
{
	if (st == NULL)
		return;
	pcre2_match_data_free(st->data);
	pcre2_jit_stack_free(st->stack);
	pcre2_match_context_free(st->context);
	free(st);
}

static void
make_room(struct cs_re_state *st, uint32_t pairs)
{
	pcre2_general_context *mem;

	if (st->pairs >= pairs)
		return;
	mem = memory();
	pcre2_match_data_free(st->data);
	st->data = pcre2_match_data_create(pairs, mem);
	st->pairs = pairs;
	pcre2_general_context_free(mem);
}

static enum cs_re_result
result_of(int r)
{
	switch (r) {
	case PCRE2_ERROR_NOMATCH:
		return CS_RE_NO;
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
	case PCRE2_ERROR_JIT_STACKLIMIT:
	case PCRE2_ERROR_RECURSELOOP:
		return CS_RE_LIMIT;
	default:
		return r > 0 ? CS_RE_MATCH : CS_RE_ERROR;
	}
}

/* The match in a text that is known to be UTF-8, or need not be. */
static enum cs_re_result
match(const struct cs_re *re, struct cs_re_state *st, struct cs_str s, size_t from,
    struct cs_re_hit *hit)
{
	const uint32_t options = PCRE2_NO_UTF_CHECK;
	PCRE2_SPTR p = (PCRE2_SPTR)(s.n != 0 ? s.p : "");
	uint64_t steps = STEPS + (uint64_t)STEPS_PER_BYTE * s.n;
	const PCRE2_SIZE *pair;
	int r;

	make_room(st, re->pairs);
	(void)pcre2_set_match_limit(st->context, steps < UINT32_MAX ? (uint32_t)steps : UINT32_MAX);
	r = pcre2_match(re->code, p, s.n, from, options, st->data, st->context);
	if (r == PCRE2_ERROR_JIT_STACKLIMIT)
		r = pcre2_match(
		    re->code, p, s.n, from, options | PCRE2_NO_JIT, st->data, st->context);
	st->found = r > 0 ? (uint32_t)r : 0;
	if (r > 0 && hit != NULL) {
		pair = pcre2_get_ovector_pointer(st->data);
		/* \K in a lookahead can put the start behind the end. */
		*hit = (struct cs_re_hit){pair[0] < pair[1] ? pair[0] : pair[1], pair[1]};
	}
	return result_of(r);
}

/* The next place at which a character begins, from `from` on. */
static size_t
boundary(struct cs_str s, size_t from)
{
	while (from < s.n && ((unsigned char)s.p[from] & 0xc0) == 0x80)
		from++;
	return from;
}

enum cs_re_result
cs_re_find(const struct cs_re *re, struct cs_re_state *st, struct cs_str s, size_t from,
    struct cs_re_hit *hit)
{
	st->found = 0;
	if (re->utf) {
		if (!cs_utf8_valid(s))
			return CS_RE_ERROR;
		from = boundary(s, from);
	}
	return match(re, st, s, from, hit);
}

bool
cs_re_group(const struct cs_re_state *st, unsigned n, struct cs_re_hit *hit)
{
	const PCRE2_SIZE *pair;

	if (n >= st->found)
		return false;
	pair = pcre2_get_ovector_pointer(st->data) + 2 * (size_t)n;
	if (pair[0] == PCRE2_UNSET || pair[0] > pair[1])
		return false;
	*hit = (struct cs_re_hit){pair[0], pair[1]};
	return true;
}

enum cs_re_result
cs_re_next(struct cs_re_all *all, struct cs_re_hit *hit)
{
	enum cs_re_result r = all->over;

	if (r != CS_RE_MATCH)
		return r;
	if (!all->checked && all->re->utf && !cs_utf8_valid(all->s))
		r = CS_RE_ERROR;
	else
		r = match(all->re, all->st, all->s, all->from, hit);
	all->checked = true;
	if (r != CS_RE_MATCH) {
		all->over = r;
		return r;
	}
	if (hit->end > all->from && hit->end > hit->start)
		all->from = hit->end;
	else if (hit->end < all->s.n)
		all->from = boundary(all->s, hit->end + 1);
	else
		all->over = CS_RE_NO;
	return r;
}
