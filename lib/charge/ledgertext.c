/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double entry as text: see ledgertext.h. */
#include "charge/ledgertext.h"

#include "base/civil.h"
#include "base/dec.h"
#include "base/utf8.h"

/* What a name keeps beside words and single blanks. */
static bool
plain(int32_t cp)
{
	static const char kept[] = "-_.,&+/'()";

	return (cp < 0x80 && cp > 0 && strchr(kept, (char)cp) != NULL) || cs_utf8_is_word(cp);
}

void
cs_ledgertext_name(struct cs_buf *b, struct cs_str name)
{
	bool blank = true; /* a blank here would be at the begin, or behind another */

	if (name.n == 0)
		cs_buf_c(b, '%');
	while (name.n != 0) {
		size_t n;
		const int32_t cp = cs_utf8_next(name, &n);
		const bool single = cp == ' ' && !blank && name.n != 1;

		if (single || plain(cp))
			cs_buf_add(b, name.p, n);
		else
			for (size_t i = 0; i < n; i++)
				cs_buf_printf(b, "%%%02X", (unsigned char)name.p[i]);
		blank = single;
		name = cs_str_skip(name, n);
	}
}

/* 123456 with 2 digits: 1234.56. */
static void
amount_text(struct cs_buf *b, cs_i128 amount, int digits)
{
	cs_dec_text(b, (struct cs_dec){amount, digits});
}

bool
cs_ledgertext_begin(struct cs_ledgertext *l, struct cs_buf *out, struct cs_str currency)
{
	const int digits = cs_currency_digits(currency);

	*l = (struct cs_ledgertext){.out = out, .currency = currency, .digits = digits};
	if (digits < 0)
		return false;
	cs_buf_printf(out, "commodity %.*s\n    format %.*s 1000.", CS_STR_ARG(currency),
	    CS_STR_ARG(currency));
	for (int i = 0; i < digits; i++)
		cs_buf_c(out, '0');
	cs_buf_c(out, '\n');
	return true;
}

void
cs_ledgertext_entry(struct cs_ledgertext *l, int64_t day, const char *what, struct cs_str name)
{
	l->begun = l->out->n;
	l->posts = 0;
	l->sum = 0;
	cs_buf_c(l->out, '\n');
	cs_date_text(l->out, day);
	cs_buf_printf(l->out, " %s", what);
	if (name.p != NULL) {
		cs_buf_c(l->out, ' ');
		cs_ledgertext_name(l->out, name);
	}
	cs_buf_c(l->out, '\n');
}

void
cs_ledgertext_post(struct cs_ledgertext *l, const char *path, struct cs_str name, cs_i128 amount)
{
	if (amount == 0)
		return;
	l->posts++;
	l->sum += amount;
	cs_buf_printf(l->out, "    %s", path);
	if (name.p != NULL) {
		cs_buf_c(l->out, ':');
		cs_ledgertext_name(l->out, name);
	}
	cs_buf_printf(l->out, "  %.*s ", CS_STR_ARG(l->currency));
	amount_text(l->out, amount, l->digits);
	cs_buf_c(l->out, '\n');
}

int
cs_ledgertext_end(struct cs_ledgertext *l, struct cs_err *e)
{
	struct cs_buf left = CS_BUF_INIT;

	if (l->sum != 0) {
		amount_text(&left, l->sum, l->digits);
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "an entry of the journal is off by %.*s %s: it is not written",
		    CS_STR_ARG(l->currency), cs_buf_cstr(&left));
		cs_buf_finish(&left);
		l->out->n = l->begun;
		return -1;
	}
	if (l->posts == 0)
		l->out->n = l->begun;
	return 0;
}
