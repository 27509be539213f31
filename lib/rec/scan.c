/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scan under cs_batch_split, portable, and the choice between the ways: see scan.h. */
#include "rec/scan.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "rec/esc.h"
#include "rec/scanmask.h"

/* What a byte is to the scan. */
enum { PLAIN, CELL_END, BACKSLASH, WIDE, ODD };

static const uint8_t class_of[256] = {
    [0] = ODD,
    ['\t'] = CELL_END,
    ['\n'] = CELL_END,
    ['\r'] = ODD,
    ['\\'] = BACKSLASH,
    [128 ... 255] = WIDE,
};

void
cs_scan_reserve(struct cs_scan *s, size_t n)
{
	if (s->end == NULL || s->end_cap - s->nend < n + CS_SCAN_SLACK)
		s->end =
		    cs_mem_grow(s->end, &s->end_cap, s->nend + n + CS_SCAN_SLACK, sizeof *s->end);
}

static bool
ends_cell(char c)
{
	return c == '\t' || c == '\n';
}

/* The length of the escape at p[i], or 1 and s->odd. */
static size_t
escape(struct cs_scan *s, const char *p, size_t i, size_t n)
{
	char byte;
	size_t len = cs_esc_one(cs_str(p + i, n - i), &byte);

	s->escaped = true;
	if (len == 0 && i + 2 < n && p[i + 1] == 'N' && ends_cell(p[i + 2]) &&
	    (i == 0 || ends_cell(p[i - 1])))
		return 2;
	s->hex |= len == 4;
	s->odd |= len == 0;
	return len != 0 ? len : 1;
}

/* The length of the characters beyond ASCII at p[i], one after the other, or 1 and s->odd. */
static size_t
wide_run(struct cs_scan *s, struct cs_str text, size_t i)
{
	struct cs_str rest = cs_str_skip(text, i);
	size_t len = cs_utf8_wide(rest);

	s->odd |= len == 0 || (cs_str_starts(rest, CS_STR("\xef\xbb\xbf")) &&
				  (i == 0 || text.p[i - 1] == '\n'));
	return len != 0 ? len : 1;
}

void
cs_scan_letters(struct cs_scan *s, struct cs_str text, size_t at, uint64_t letters)
{
	for (; letters != 0; letters &= letters - 1) {
		size_t letter = at + (size_t)__builtin_ctzll(letters);
		char byte;
		size_t len = cs_esc_one(cs_str_skip(text, letter - 1), &byte);

		s->hex |= len == 4;
		s->odd |= len == 0;
	}
}

size_t
cs_scan_wide(struct cs_scan *s, struct cs_str text, size_t at, uint64_t wide, size_t from)
{
	size_t i;

	for (; wide != 0; wide &= wide - 1) {
		i = at + (size_t)__builtin_ctzll(wide);
		if (i >= from)
			from = i + wide_run(s, text, i);
	}
	return from;
}

static void
scan_portable(struct cs_scan *s, const char *p, size_t n, unsigned ncol)
{
	size_t i = 0, left = ncol;
	bool newline;

	*s = (struct cs_scan){.end = s->end, .end_cap = s->end_cap};
	while (i < n) {
		switch (class_of[(unsigned char)p[i]]) {
		case PLAIN:
			break;
		case CELL_END:
			cs_scan_reserve(s, 1);
			s->end[s->nend++] = (uint32_t)i;
			newline = p[i] == '\n';
			s->nnewline += newline;
			left--;
			s->ragged |= newline != (left == 0);
			left = left != 0 ? left : ncol;
			break;
		case BACKSLASH:
			i += escape(s, p, i, n);
			continue;
		case WIDE:
			i += wide_run(s, cs_str(p, n), i);
			continue;
		default:
			s->odd = true;
		}
		i++;
	}
}

typedef uint8_t block16 __attribute__((vector_size(16)));

static size_t
newlines_portable(const char *p, size_t n)
{
	size_t found = 0, i = 0;

	/* Each lane counts in a byte, so up to 255 blocks before the lanes are added up. */
	while (n - i >= sizeof(block16)) {
		size_t blocks = (n - i) / sizeof(block16) < 255 ? (n - i) / sizeof(block16) : 255;
		block16 sum = {0}, v;

		for (; blocks != 0; blocks--, i += sizeof v) {
			memcpy(&v, p + i, sizeof v);
			sum -= (block16)(v == '\n');
		}
		for (size_t k = 0; k < sizeof sum; k++)
			found += sum[k];
	}
	for (; i < n; i++)
		found += p[i] == '\n';
	return found;
}

static bool
always(void)
{
	return true;
}

const struct cs_scan_way cs_scan_ways[CS_SCAN_WAYS] = {
    {"AVX-512", cs_scan_avx512_there, cs_scan_avx512, cs_scan_avx2_newlines},
    {"AVX2", cs_scan_avx2_there, cs_scan_avx2, cs_scan_avx2_newlines},
    {"portable", always, scan_portable, newlines_portable},
};

/* The fastest that is there. */
static const struct cs_scan_way *
way(void)
{
	const struct cs_scan_way *w = cs_scan_ways;

	while (!w->there())
		w++;
	return w;
}

void
cs_scan(struct cs_scan *s, const char *p, size_t n, unsigned ncol)
{
	way()->scan(s, p, n, ncol);
}

size_t
cs_scan_newlines(const char *p, size_t n)
{
	return way()->newlines(p, n);
}
