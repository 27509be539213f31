/* SPDX-License-Identifier: GPL-3.0-or-later */
/* E-mail addresses, folded. */
#include "text/mailbox.h"

#include "../tap.h"

#define X16 "xxxxxxxxxxxxxxxx"
#define X64 X16 X16 X16 X16

static const struct {
	const char *text, *want; /* NULL: none */
} table[] = {
    {"erika@example.org", "erika@example.org"},
    {"  Erika@Example.ORG\t", "erika@example.org"},
    {"Erika Muster <Erika@Example.org>", "erika@example.org"},
    {"\"Muster, Erika\" <erika@example.org>", "erika@example.org"},
    {"<erika@example.org>", "erika@example.org"},
    {"mailto:erika@example.org", "erika@example.org"},
    {"MAILTO:erika@example.org?subject=Hi%20there", "erika@example.org"},
    {"erika@example.org.", "erika@example.org"},
    {"e.r.i.k.a@example.org", "e.r.i.k.a@example.org"},
    {"erika+shop@example.org", "erika+shop@example.org"},
    {"erika.@example.org", "erika.@example.org"},
    {"o'neil@example.org", "o'neil@example.org"},
    {"ERIKA@M\xc3\x9cNCHEN.example", "erika@m\xc3\xbcnchen.example"},
    {"\xc3\x84RGER@example.org", "\xc3\xa4rger@example.org"},
    {"a\xcc\x88rger@example.org", "\xc3\xa4rger@example.org"},
    {"erika@xn--mnchen-3ya.example", "erika@xn--mnchen-3ya.example"},
    {"=cmd|calc@example.org", "=cmd|calc@example.org"},
    {X64 "@example.org", X64 "@example.org"},
    {"", NULL},
    {"erika", NULL},
    {"@example.org", NULL},
    {"erika@", NULL},
    {"erika@localhost", NULL},
    {"erika@example..org", NULL},
    {"erika@.example.org", NULL},
    {"erika@-example.org", NULL},
    {"erika@10.0.0.1", NULL},
    {"erika@[10.0.0.1]", NULL},
    {"anonymous@anonymous.invalid", NULL},
    {"erika@example.org@example.org", NULL},
    {"erika@example.org, hans@example.org", NULL},
    {"erika@example.org hans@example.org", NULL},
    {"erika muster@example.org", NULL},
    {"\"erika muster\"@example.org", NULL},
    {"erika\x1b[31m@example.org", NULL},
    {"erika\xe2\x80\xae@example.org", NULL},
    {"erika@exam\xc2\xa0ple.org", NULL},
    {"erika@example_org.com", NULL},
    {"x" X64 "@example.org", NULL},
    {"erika@" X64 ".org", NULL},
};

int
main(void)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct cs_buf b = CS_BUF_INIT;
		bool got = cs_mailbox_add(&b, cs_str_z(table[i].text));

		if (table[i].want == NULL)
			ok(!got && b.n == 0, "'%s' is none", table[i].text);
		else if (ok(got, "'%s' is one", table[i].text))
			is_slice(cs_buf_all(&b), table[i].want, "... %s", table[i].want);
		cs_buf_finish(&b);
	}
	return done();
}
