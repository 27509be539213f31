/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipt of an erasure: see receipt.h. */
#include "cli/receipt.h"

void
cs_receipt_begin(
    struct cs_receipt *r, struct cs_writer *w, const struct cs_secret *key, struct cs_str customer)
{
	struct cs_head head = CS_HEAD_INIT;

	*r = (struct cs_receipt){.w = w};
	if (key != NULL) {
		cs_secret_token(key, customer, r->token);
		r->customer = cs_str(r->token, CS_TOKEN);
	}
	(void)cs_head_parse(&head, CS_STR("customer\tfile\twhat\tdone\tn\twhy"), NULL);
	cs_writer_head(w, &head);
	cs_head_finish(&head);
}

static void
put_text(struct cs_writer *w, struct cs_str s)
{
	if (s.p == NULL)
		cs_writer_null(w);
	else
		cs_writer_text(w, s);
}

void
cs_receipt_put(struct cs_receipt *r, const char *file, struct cs_str what, const char *done,
    uint64_t n, const char *why)
{
	if (n == 0)
		return;
	put_text(r->w, r->customer);
	put_text(r->w, cs_str_z(file));
	cs_writer_text(r->w, what);
	cs_writer_text(r->w, cs_str_z(done));
	cs_writer_i64(r->w, (int64_t)n);
	put_text(r->w, cs_str_z(why));
	cs_writer_end(r->w);
	r->left += cs_str_eqz(CS_STR("left"), done);
}

void
cs_receipt_records(struct cs_receipt *r, const char *file, const struct cs_person_view *v,
    const struct cs_erase_count *n)
{
	cs_receipt_put(r, file, CS_STR("rows"), "dropped", n->dropped, NULL);
	for (unsigned i = 0; i < v->ncol; i++) {
		struct cs_str name = v->head->col[i].name;

		cs_receipt_put(r, file, name, "cleared", n->null[i], NULL);
		cs_receipt_put(r, file, name, "replaced", n->token[i], NULL);
		cs_receipt_put(r, file, name, "redacted", n->mention[i], NULL);
	}
}
