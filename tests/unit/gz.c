/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gunzip: members, headers, endings, in pieces of every size. */
#include "rec/gz.h"

#include "base/buf.h"
#include "base/str.h"

#include <zlib.h>

#include "../tap.h"

/* Appends a gzip member. */
static void
pack(struct cs_buf *out, struct cs_str text, int level)
{
	z_stream z = {.zalloc = NULL};
	size_t room = text.n + text.n / 100 + 200;

	if (deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	z.next_in = (Bytef *)(uintptr_t)text.p;
	z.avail_in = (uInt)text.n;
	z.next_out = (Bytef *)cs_buf_reserve(out, room);
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	out->n += room - z.avail_out;
	(void)deflateEnd(&z);
}

/* Unpacks in pieces; 0 and the text, or -1 and the message, and the text so far in both cases. */
static int
unpack(struct cs_str in, size_t piece, size_t room, struct cs_buf *text, struct cs_err *e)
{
	struct cs_gz *gz = cs_gz_new();
	int r = 0;
	bool full = true;

	cs_buf_reset(text);
	cs_err_clear(e);
	while (r == 0 && (in.n != 0 || full)) {
		size_t nin = in.n < piece ? in.n : piece, nout = room;
		unsigned char *copy = malloc(nin != 0 ? nin : 1); /* so that a tool sees overruns */

		if (nin != 0)
			memcpy(copy, in.p, nin);
		r = cs_gz_feed(
		    gz, copy, &nin, (unsigned char *)cs_buf_reserve(text, room), &nout, e);
		free(copy);
		text->n += nout;
		full = nout == room;
		in = cs_str_skip(in, nin);
	}
	if (r == 0)
		r = cs_gz_end(gz, e);
	cs_gz_free(gz);
	return r;
}

static void
make_text(struct cs_buf *text, int lines)
{
	for (int i = 0; i < lines; i++)
		cs_buf_printf(
		    text, "c%d\tagent %d\t%x\n", i, i * 7919 % 31, (unsigned)i * 2654435761U);
}

static void
whole(void)
{
	static const size_t rooms[] = {1, 2, 7, 64, 100000};
	struct cs_buf text = CS_BUF_INIT, in = CS_BUF_INIT, out = CS_BUF_INIT;
	struct cs_err err;
	int bad = 0;

	make_text(&text, 60);
	for (int level = 0; level <= 9; level += 3) {
		cs_buf_reset(&in);
		pack(&in, cs_buf_all(&text), level);
		pack(&in, CS_STR(""), level);
		pack(&in, cs_str_head(cs_buf_all(&text), 100), level);
		cs_buf_add(&in, "\0\0\0\0\0", 5);
		for (size_t piece = 1; piece <= in.n; piece += piece > 64 ? 38 : 1)
			for (size_t k = 0; k < sizeof rooms / sizeof *rooms; k++)
				bad += unpack(cs_buf_all(&in), piece, rooms[k], &out, &err) != 0 ||
				       out.n != text.n + 100 ||
				       memcmp(out.p, text.p, text.n) != 0 ||
				       memcmp(out.p + text.n, text.p, 100) != 0;
		is_int(bad, 0, "three members and zeros, level %d, in pieces of every size", level);
	}
	cs_buf_reset(&text);
	make_text(&text, 100000);
	cs_buf_reset(&in);
	pack(&in, cs_buf_all(&text), 6);
	is_int(unpack(cs_buf_all(&in), 65536, 65536, &out, &err), 0, "a larger one");
	ok(cs_str_eq(cs_buf_all(&out), cs_buf_all(&text)), "is right");
	cs_buf_finish(&text);
	cs_buf_finish(&in);
	cs_buf_finish(&out);
}

/* A file cut anywhere is refused, and what it gave before is right. */
static void
cut(void)
{
	struct cs_buf text = CS_BUF_INIT, in = CS_BUF_INIT, out = CS_BUF_INIT;
	struct cs_err err;
	size_t first;
	int bad = 0;

	make_text(&text, 40);
	pack(&in, cs_buf_all(&text), 6);
	first = in.n;
	pack(&in, cs_buf_all(&text), 6);
	for (size_t n = 0; n < in.n; n++) {
		int r = unpack(cs_str_head(cs_buf_all(&in), n), 1 + n % 50, 1 + n % 77, &out, &err);

		bad += n == first ? r != 0 : r != -1 || err.status != CS_EXIT_DATA;
		bad += out.n > 2 * text.n ||
		       memcmp(out.p, text.p, out.n < text.n ? out.n : text.n) != 0;
	}
	is_int(bad, 0, "cut anywhere it is refused, but between members");
	(void)unpack(cs_str_head(cs_buf_all(&in), first - 3), 4096, 4096, &out, &err);
	ok(strncmp(err.msg, "cut off after ", 14) == 0, "%s", err.msg);
	(void)unpack(cs_str_head(cs_buf_all(&in), 2), 4096, 4096, &out, &err);
	is_str(err.msg, "cut off after 2 bytes of gzip data (0 unpacked)", "cut in the header");
	cs_buf_finish(&text);
	cs_buf_finish(&in);
	cs_buf_finish(&out);
}

/* Changes of one byte, or bytes behind, and the words about them. */
static void
damaged(void)
{
	struct cs_buf in = CS_BUF_INIT, text = CS_BUF_INIT, out = CS_BUF_INIT;
	struct cs_err err;
	size_t n;
	static const struct {
		int at; /* from the end if negative */
		int flip;
		const char *begins;
	} t[] = {
	    {0, 1, "no gzip header"},
	    {1, 1, "no gzip header"},
	    {2, 1, "an unknown way of packing (not deflate)"},
	    {3, 0x20, "unknown flags in the gzip header"},
	    {3, 0x80, "unknown flags in the gzip header"},
	    {-8, 1, "the text does not match its checksum"},
	    {-5, 0x80, "the text does not match its checksum"},
	    {-4, 1, "the text is not as long as it should be"},
	    {-1, 1, "the text is not as long as it should be"},
	    {10, 6, "damaged"},
	};

	make_text(&text, 40);
	pack(&in, cs_buf_all(&text), 6);
	n = in.n;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		size_t at = t[i].at < 0 ? n - (size_t)-t[i].at : (size_t)t[i].at;

		in.p[at] = (char)(in.p[at] ^ t[i].flip);
		ok(unpack(cs_buf_all(&in), 3, 4096, &out, &err) == -1 && err.status == CS_EXIT_DATA,
		    "byte %d changed", t[i].at);
		ok(strncmp(err.msg, t[i].begins, strlen(t[i].begins)) == 0, "%s", err.msg);
		in.p[at] = (char)(in.p[at] ^ t[i].flip);
	}
	cs_buf_z(&in, "x");
	is_int(unpack(cs_buf_all(&in), 3, 4096, &out, &err), -1, "text behind");
	ok(strncmp(err.msg, "something that is not gzip", 26) == 0, "%s", err.msg);
	in.n = n;
	cs_buf_add(&in, "\0\0x", 3);
	is_int(unpack(cs_buf_all(&in), 3, 4096, &out, &err), -1, "text behind zeros");
	ok(strncmp(err.msg, "something behind the zeros", 26) == 0, "%s", err.msg);
	in.n = n;
	cs_buf_add(&in, "\0", 1);
	cs_buf_add(&in, in.p, n);
	is_int(unpack(cs_buf_all(&in), 3, 4096, &out, &err), -1, "a member behind zeros");
	cs_buf_finish(&text);
	cs_buf_finish(&in);
	cs_buf_finish(&out);
}

/* All that a header may have: extra field, name, comment, checksum of the header. */
static void
headers(void)
{
	struct cs_buf plain = CS_BUF_INIT, in = CS_BUF_INIT, out = CS_BUF_INIT;
	struct cs_err err;
	int bad = 0;
	unsigned long sum;

	pack(&plain, CS_STR("text\n"), 6);
	for (int flags = 0; flags < 32; flags++) {
		for (size_t extra = 0; extra < 3; extra++) {
			cs_buf_reset(&in);
			cs_buf_add(&in, plain.p, 10);
			in.p[3] = (char)flags;
			if ((flags & 4) != 0) {
				cs_buf_c(&in, (char)extra);
				cs_buf_c(&in, 0);
				cs_buf_add(&in, "ab", extra);
			}
			if ((flags & 8) != 0)
				cs_buf_add(&in, "calls.tsv", 10);
			if ((flags & 16) != 0)
				cs_buf_add(&in, "", 1);
			sum = crc32_z(0, (const Bytef *)in.p, in.n);
			if ((flags & 2) != 0) {
				cs_buf_c(&in, (char)sum);
				cs_buf_c(&in, (char)(sum >> 8));
			}
			cs_buf_add(&in, plain.p + 10, plain.n - 10);
			for (size_t piece = 1; piece < 12; piece++)
				bad += unpack(cs_buf_all(&in), piece, 64, &out, &err) != 0 ||
				       !cs_str_eqz(cs_buf_all(&out), "text\n");
			if ((flags & 2) != 0) {
				in.p[in.n - plain.n + 10 - 1] ^= 1;
				bad += unpack(cs_buf_all(&in), 100, 64, &out, &err) != -1;
			}
		}
	}
	is_int(bad, 0, "headers of every form");
	ok(cs_gz_magic("\x1f\x8b", 2) && !cs_gz_magic("\x1f\x8c", 2) && cs_gz_magic("\x1f", 1) &&
		!cs_gz_magic("a", 1) && cs_gz_magic("", 0),
	    "known by its first bytes");
	cs_buf_finish(&plain);
	cs_buf_finish(&in);
	cs_buf_finish(&out);
}

int
main(void)
{
	whole();
	cut();
	damaged();
	headers();
	return done();
}
