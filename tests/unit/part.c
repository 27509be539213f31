/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cutting by key: buckets, what reaches the files, packing, manifests. */
#include "rec/part.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rec/gz.h"
#include "rec/manifest.h"
#include "rec/reader.h"

#include "../tap.h"

/* All bytes of a descriptor, from its start. */
static void
slurp(int fd, struct cs_buf *text)
{
	char block[4096];
	ssize_t n;

	cs_buf_reset(text);
	(void)lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, block, sizeof block)) > 0)
		cs_buf_add(text, block, (size_t)n);
}

/* A batch of these records, split. */
static void
make_batch(struct cs_batch *b, const char *text, unsigned ncol)
{
	struct cs_err e = CS_ERR_INIT;

	cs_buf_reset(&b->bytes);
	cs_buf_z(&b->bytes, text);
	b->ncol = ncol;
	b->file = "test";
	b->row0 = 1;
	if (cs_batch_split(b, &e) != 0)
		abort();
}

static void
sums(void)
{
	const char *text = "123456789";
	uint32_t crc = 0;

	/* The check value of this CRC in every catalogue. */
	is_int(cs_gz_crc32(0, text, 9), 0xcbf43926, "the check value of CRC-32");
	for (size_t i = 0; i < 9; i++)
		crc = cs_gz_crc32(crc, text + i, 1);
	is_int(crc, 0xcbf43926, "the same in pieces");
	is_int(cs_gz_crc32(0, "", 0), 0, "of nothing it is 0");
}

static void
buckets(void)
{
	static const struct {
		const char *cells, *what;
		uint32_t crc;
		size_t nkey;
	} cases[] = {
	    {"A\tx\n", "a plain cell", 0xd3d99e8b, 1},
	    {"\\x41\tx\n", "a cell that is written otherwise", 0xd3d99e8b, 1},
	    {"\\N\tx\n", "NULL", 0, 1},
	    {"\tx\n", "the empty text", 0, 1},
	    {"\\N\t\\N\n", "two NULLs", 0, 2},
	};
	struct cs_batch b = {0};
	struct cs_buf scratch = CS_BUF_INIT;
	unsigned col[] = {0, 1};
	uint16_t bucket[2];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_part_key key = {col, cases[i].nkey};

		make_batch(&b, cases[i].cells, 2);
		for (unsigned n = 1; n <= CS_PART_MOST; n *= 2) {
			cs_part_buckets(&key, &b, n, &scratch, bucket);
			if (bucket[0] != (cases[i].crc & (n - 1)))
				break;
		}
		is_int(bucket[0], cases[i].crc & (CS_PART_MOST - 1), "%s", cases[i].what);
	}
	make_batch(&b, "a\tb\n\\N\tb\n", 2);
	cs_part_buckets(&(struct cs_part_key){col, 2}, &b, CS_PART_MOST, &scratch, bucket);
	is_int(bucket[1], cs_gz_crc32(0, "\tb", 2) & (CS_PART_MOST - 1), "NULL before the tab");
	is_int(
	    bucket[0], cs_gz_crc32(0, "a\tb", 3) & (CS_PART_MOST - 1), "two cells, a tab between");
	cs_batch_finish(&b);
	cs_buf_finish(&scratch);
}

/* Writes 20000 records into 4 parts, and looks at what is there. */
static void
parts(bool gz)
{
	enum { N = 4, ROWS = 20000 };
	struct cs_head head = CS_HEAD_INIT;
	struct cs_part_set set;
	struct cs_batch b = {0};
	struct cs_buf text = CS_BUF_INIT, plain = CS_BUF_INIT, want[N] = {CS_BUF_INIT};
	struct cs_err e = CS_ERR_INIT;
	uint16_t bucket[1];
	char record[64];
	int fd[N];

	(void)cs_head_parse(&head, CS_STR("k\tv"), NULL);
	cs_part_init(&set, N, &head, gz);
	for (unsigned i = 0; i < N; i++) {
		fd[i] = set.part[i].fd = memfd_create("part", MFD_CLOEXEC);
		set.part[i].name = "part";
		cs_buf_z(&want[i], "k\tv\n");
	}
	for (int row = 0; row < ROWS; row++) {
		(void)snprintf(
		    record, sizeof record, "k%d\tvalue %d and a little more\n", row % 77, row);
		make_batch(&b, record, 2);
		/* All but the last: a part without records has its head. */
		bucket[0] = (uint16_t)(row % 7 % (N - 1));
		cs_buf_z(&want[bucket[0]], record);
		if (cs_part_add(&set, &b, bucket, &e) != 0)
			abort();
	}
	is_int(cs_part_finish(&set, &e), 0, "written");
	for (unsigned i = 0; i < N; i++) {
		struct cs_gz *g = cs_gz_new();
		size_t nin, nout = want[i].n + 100;

		slurp(fd[i], &text);
		is_int(set.part[i].bytes, text.n, "%u: the size is known", i);
		is_int(set.part[i].crc, cs_gz_crc32(0, text.p, text.n), "%u: and the sum", i);
		nin = text.n;
		cs_buf_reset(&plain);
		if (gz &&
		    cs_gz_feed(g, (unsigned char *)text.p, &nin,
			(unsigned char *)cs_buf_reserve(&plain, nout), &nout, &e) == 0 &&
		    cs_gz_end(g, &e) == 0)
			plain.n = nout;
		ok(cs_str_eq(cs_buf_all(gz ? &plain : &text), cs_buf_all(&want[i])),
		    "%u: head and records%s", i, gz ? ", packed" : "");
		cs_gz_free(g);
		(void)close(fd[i]);
		cs_buf_finish(&want[i]);
	}
	is_int(set.part[N - 1].rows, 0, "a part without records");
	cs_part_free(&set);
	cs_head_finish(&head);
	cs_batch_finish(&b);
	cs_buf_finish(&text);
	cs_buf_finish(&plain);
}

static void
full(void)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_part_set set;
	struct cs_err e = CS_ERR_INIT;

	(void)cs_head_parse(&head, CS_STR("k"), NULL);
	cs_part_init(&set, 1, &head, false);
	set.part[0].fd = open("/dev/full", O_WRONLY);
	set.part[0].name = "d/part-000.tsv";
	is_int(cs_part_finish(&set, &e), -1, "a full disk");
	is_int(e.status, CS_EXIT_IO, "is 74");
	is_str(e.msg, "d/part-000.tsv: No space left on device", "and names the part");
	(void)close(set.part[0].fd);
	cs_part_free(&set);
	cs_head_finish(&head);
}

static void
file_names(void)
{
	static const char *const ours[] = {
	    "part-000.tsv", "part-015.tsv.gz", "part-4095.tsv", "manifest.tsv"};
	static const char *const others[] = {"part-00.tsv", "part-00000.tsv", "part-0x0.tsv",
	    "part-.tsv", "part-000.csv", "part-000.tsv.gz.gz", ".part-000.tsv", "manifest.tsv.gz",
	    ""};
	struct cs_arena a = CS_ARENA_INIT;
	const char *const *name = cs_part_names(&a, 2, false);

	is_str(name[1], "part-001.tsv", "the name of a part");
	is_str(name[2], "manifest.tsv", "and of the manifest");
	is_str(cs_part_names(&a, 2048, true)[7], "part-0007.tsv.gz", "of many, packed");
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		ok(cs_part_named(ours[i]), "%s may be ours", ours[i]);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		ok(!cs_part_named(others[i]), "'%s' is not", others[i]);
	cs_arena_finish(&a);
}

/* Reads a manifest from a file of this text. */
static int
read_text(const char *text, struct cs_manifest *m, struct cs_arena *a, struct cs_err *e)
{
	int fd = memfd_create("manifest", MFD_CLOEXEC), r;
	const char *name = cs_arena_printf(a, "/proc/self/fd/%d", fd);

	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		abort();
	cs_err_clear(e);
	r = cs_manifest_read(m, a, name, e);
	(void)close(fd);
	return r;
}

static void
manifests(void)
{
	static const struct {
		const char *text, *says;
		int status;
	} bad[] = {
	    {"rows\n1\n", "a manifest has a column shard", CS_EXIT_USAGE},
	    {"shard\n", "the manifest has no parts", CS_EXIT_DATA},
	    {"shard\n\\N\n", "column shard is empty or NULL", CS_EXIT_DATA},
	    {"shard\na\nb/a\n", ":3: the part 'b/a' is named twice", CS_EXIT_DATA},
	    {"shard\trows\na\t-1\n", "column rows is not a number of records", CS_EXIT_DATA},
	    {"shard\tbytes\na\t1.5\n", "column bytes is not a number of bytes", CS_EXIT_DATA},
	    {"shard\tcrc32\na\tABCDEF01\n", "is not eight hexadecimal digits", CS_EXIT_DATA},
	    {"shard\tcrc32\na\t123\n", "is not eight hexadecimal digits", CS_EXIT_DATA},
	    {"shard\trows\tbytes\tcrc32\tparts\na\t\\N\t\\N\t\\N\t2\n",
		"the manifest is of 2 parts, and names 1", CS_EXIT_DATA},
	    {"shard\trows\tbytes\tcrc32\tparts\na\t\\N\t\\N\t\\N\t0\n",
		"the manifest is of 0 parts, and names 1", CS_EXIT_DATA},
	    {"shard\trows\tbytes\tcrc32\tparts\na\t\\N\t\\N\t\\N\t2\nb\t\\N\t\\N\t\\N\t3\n",
		":3: column parts is not the same number of parts everywhere", CS_EXIT_DATA},
	    {"shard\trows\tbytes\tcrc32\tparts\na\t\\N\t\\N\t\\N\t2\nb\t\\N\t\\N\t\\N\t\\N\n",
		":3: column parts is not the same number of parts everywhere", CS_EXIT_DATA},
	    {"shard\trows\tbytes\tparts\na\t\\N\t\\N\t1\n",
		"the manifest has a column parts, and none called crc32", CS_EXIT_DATA},
	    {"shard\na", "the record is cut off", CS_EXIT_DATA},
	};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_manifest m;
	struct cs_err e = CS_ERR_INIT;

	is_int(read_text("note\tshard\trows\tbytes\tcrc32\nx\ta\\tb\t7\t\\N\tfedcba98\n\\N\tc\t\\N"
			 "\t0\t\\N\n",
		   &m, &a, &e),
	    0, "a manifest");
	is_int(m.n, 2, "of two parts");
	is_slice(m.part[0].name, "a\tb", "its names are decoded");
	is_int(m.part[0].rows, 7, "rows");
	is_int(m.part[0].bytes, -1, "NULL says nothing");
	is_int(m.part[0].crc, 0xfedcba98, "the sum");
	is_int(m.part[1].crc, -1, "no sum");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		is_int(read_text(bad[i].text, &m, &a, &e), -1, "%s: refused", bad[i].says);
		is_int(e.status, bad[i].status, "its status");
		if (!ok(strstr(e.msg, bad[i].says) != NULL, "and it says so"))
			printf("#   %s\n", e.msg);
	}
	is_slice(cs_manifest_base(CS_STR("a/b/c.tsv")), "c.tsv", "the name in its folder");
	is_slice(cs_manifest_base(CS_STR("c.tsv")), "c.tsv", "without one");
	cs_arena_finish(&a);
}

int
main(void)
{
	sums();
	buckets();
	parts(false);
	parts(true);
	full();
	file_names();
	manifests();
	return done();
}
