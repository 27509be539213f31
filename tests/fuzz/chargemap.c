/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Maps of cs-chargeback: any bytes are rules, each of which gives away exactly one contact in
 * words that are read back as they were, or are refused with a reason.
 */
#include "charge/map.h"

#include "memfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD                                                                                       \
	"contact_id\tstarted_at\treason\tproduct\tthemes\twait_s\tchain_n\troot_reason\troot_"     \
	"themes"
#define ROWS                                                                                       \
	"a\t2026-10-05T08:00:00Z\tfee\tapp\tfee,login\t12\t1\t\\N\t\\N\n"                          \
	"b\t2026-02-05T08:00:00Z\tparcel\t\\N\tlate,login\t\\N\t2\tfee\tfee\n"                     \
	"c\t\\N\tlogin\tapp\t\\N\t7\t3\tparcel\tlate,fee\n"

static void
check_split(const struct cs_charge_split *s)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_charge_split again;
	struct cs_err e = CS_ERR_INIT;

	check(cs_charge_split_read(&a, s->key, &again, &e) == 0);
	check(again.n == s->n && again.joint == s->joint);
	for (size_t i = 0; i < s->n; i++) {
		check(cs_str_eq(s->share[i].owner, again.share[i].owner));
		check(cs_str_eq(s->share[i].cause, again.share[i].cause));
		check(s->share[i].num == again.share[i].num);
		check(s->share[i].den == again.share[i].den);
		check(s->share[i].demand == again.share[i].demand);
		check(s->share[i].preventable == again.share[i].preventable);
	}
	cs_arena_finish(&a);
}

static void
match(const struct cs_charge_map *map)
{
	struct cs_charge_matcher *m = cs_charge_matcher_create(map);
	struct cs_batch b = {.ncol = 9, .file = "rows", .row0 = 1};
	struct cs_charge_found found;
	struct cs_err e = CS_ERR_INIT;

	cs_buf_z(&b.bytes, ROWS);
	(void)cs_buf_reserve(&b.bytes, CS_BATCH_BEYOND);
	check(cs_batch_split(&b, &e) == 0);
	if (cs_charge_match(m, &b, NULL, &found, &e) == 0) {
		for (uint32_t i = 0; i < b.nrow; i++) {
			check_split(cs_charge_split(m, found.charged[i]));
			check_split(cs_charge_split(m, found.original[i]));
		}
	} else {
		check(e.status == CS_EXIT_DATA && e.msg[0] != '\0');
	}
	cs_batch_finish(&b);
	cs_charge_matcher_destroy(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_charge_contacts contacts = {.env = {.head = &head}};
	struct cs_charge_map *map;
	struct cs_err e = CS_ERR_INIT;
	struct memfile in;
	char *file = in.path;

	memfile_open(&in, data, size);
	check(cs_head_parse(&head, CS_STR(HEAD), &e) == 0);
	map = cs_charge_map_read(&file, 1, &contacts, &e);
	if (map != NULL)
		match(map);
	else
		check(e.status != 0 && e.msg[0] != '\0');
	cs_charge_map_destroy(map);
	cs_head_finish(&head);
	memfile_close(&in);
	return 0;
}
