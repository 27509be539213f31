/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telephone numbers as E.164, and the table of countries that they are read by. */
#include "text/phone.h"

#include "../tap.h"

static const struct {
	const char *home, *text, *want; /* NULL: not read; "": withheld */
} table[] = {
    /* One number of Berlin in the shapes of a dozen systems. */
    {"DE", "030 12345678", "+493012345678"},
    {"DE", "030/1234-5678", "+493012345678"},
    {"DE", "(030) 123 456 78", "+493012345678"},
    {"DE", "+49 30 12345678", "+493012345678"},
    {"DE", "+49 (0)30 12345678", "+493012345678"},
    {"DE", "+49 030 12345678", "+493012345678"},
    {"DE", "(+49) 30 12345678", "+493012345678"},
    {"DE", "0049 30 12345678", "+493012345678"},
    {"DE", "0049 (0)30 12345678", "+493012345678"},
    {"DE", "tel:+49-30-12345678", "+493012345678"},
    {"DE", "TEL:030-12345678", "+493012345678"},
    {"DE", "sip:+493012345678@pbx.example.org", "+493012345678"},
    {"DE", "sip:03012345678@10.0.0.1:5060;user=phone", "+493012345678"},
    {"DE", "\"Erika Muster\" <03012345678>", "+493012345678"},
    {"DE",
	"\xe2\x80\xaa+49\xc2\xa0"
	"30\xe2\x80\x91"
	"12345678\xe2\x80\xac",
	"+493012345678"},
    {"DE", "\xef\xbc\x8b\xef\xbc\x94\xef\xbc\x99 30 12345678", "+493012345678"},
    {"DE", "+\xd9\xa4\xd9\xa9 30 12345678", "+493012345678"},
    {"US", "011 49 30 12345678", "+493012345678"},
    {"FR", "0049 30 12345678", "+493012345678"},
    {"DE", "[030] 12.345.678", "+493012345678"},
    /* What is not whole is not read. */
    {"DE", "3012345678", NULL},
    {"DE", "493012345678", NULL},
    {"DE", "12345678", NULL},
    {"DE", "110", NULL},
    {"DE", "42", NULL},
    {"DE", "0", NULL},
    {"DE", "00", NULL},
    {"DE", "000000000", NULL},
    {"DE", "+", NULL},
    {"DE", "+49", NULL},
    {"DE", "+49 0", NULL},
    {"DE", "+999 12345678", NULL},
    {"DE", "+49 30 1234567890123", NULL},
    {"DE", "012345678901234567890123456789", NULL},
    {"DE", "030 12345678 oder 030 87654321", NULL},
    {"DE", "030 12345678 / 0170 1234567", NULL},
    {"DE", "1-800-FLOWERS", NULL},
    {"DE", "=1+1", NULL},
    {"DE", "030+12345678", NULL},
    {"DE", "++49 30 12345678", NULL},
    {"DE", "+49 30 (0)(0) 12345678", NULL},
    {"DE", "Miller", NULL},
    {"DE", "sip:miller@example.org", NULL},
    {"DE", "tel:12345678;phone-context=+4930", NULL},
    {"DE", "\xff\xfe", NULL},
    {"DE", "030 1234\x1b[2J5678", NULL},
    /* Hidden. */
    {"DE", "", ""},
    {"DE", "  ", ""},
    {"DE", "Anonymous", ""},
    {"DE", "sip:anonymous@anonymous.invalid", ""},
    {"DE", "\"Anonymous\" <anonymous>", ""},
    {"DE", "RESTRICTED", ""},
    {"DE", "<unknown>", ""},
    /* Extensions. */
    {"US", "(212) 555-0100 x123", "+12125550100;ext=123"},
    {"US", "212-555-0100 ext. 123", "+12125550100;ext=123"},
    {"US", "212.555.0100 Extension: 123", "+12125550100;ext=123"},
    {"US", "+1 212 555 0100,,123", "+12125550100;ext=123"},
    {"US", "212 555 0100 #123", "+12125550100;ext=123"},
    {"US", "tel:+1-212-555-0100;ext=123", "+12125550100;ext=123"},
    {"US", "212 555 0100 x", NULL},
    {"US", "212 555 0100 x12345678", NULL},
    {"US", "212 555 0100 x12 x13", NULL},
    /* Other countries' ways. */
    {"US", "212 555 0100", "+12125550100"},
    {"US", "1 212 555 0100", "+12125550100"},
    {"US", "555 0100", NULL},
    {"US", "1234567890", NULL},
    {"US", "112 555 0100", NULL},
    {"CA", "416 555 0100", "+14165550100"},
    {"IT", "06 1234 5678", "+390612345678"},
    {"IT", "+39 06 1234 5678", "+390612345678"},
    {"DE", "+39 (0)6 1234 5678", "+390612345678"},
    {"IT", "347 123 4567", "+393471234567"},
    {"ES", "912 345 678", "+34912345678"},
    {"ES", "012 345 678", NULL},
    {"HU", "06 1 234 5678", "+3612345678"},
    {"DE", "+36 06 1 234 5678", "+3612345678"},
    {"RU", "8 495 123-45-67", "+74951234567"},
    {"RU", "810 49 30 12345678", "+493012345678"},
    {"RU", "495 123-45-67", "+74951234567"},
    {"RU", "+7 800 123-45-67", "+78001234567"},
    {"GB", "020 7946 0018", "+442079460018"},
    {"FR", "01 99 00 12 34", "+33199001234"},
    {"AT", "01 234567", "+431234567"},
    {"CH", "044 668 18 00", "+41446681800"},
    {"JP", "03-1234-5678", "+81312345678"},
    {"JP", "010 49 30 12345678", "+493012345678"},
    {"AU", "0011 49 30 12345678", "+493012345678"},
    {"AU", "02 5550 1234", "+61255501234"},
    {"BR", "(11) 98765-4321", "+5511987654321"},
    {"BR", "011 98765-4321", "+5511987654321"},
    {"BR", "98765-4321", NULL},
    {"AR", "011 15 2345-6789", NULL},
    {"AR", "+54 9 11 2345-6789", "+5491123456789"},
    {"DK", "32 12 34 56", "+4532123456"},
    {"NO", "22 12 34 56", "+4722123456"},
    {"CI", "01 23 45 67 89", "+2250123456789"},
};

static void
numbers(void)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct cs_buf b = CS_BUF_INIT;
		const struct cs_country *home = cs_country_find(cs_str_z(table[i].home));
		enum cs_phone r = cs_phone_add(&b, cs_str_z(table[i].text), home);
		const char *want = table[i].want;

		if (want == NULL)
			ok(r == CS_PHONE_UNREAD && b.n == 0, "%s '%s' is not read", table[i].home,
			    table[i].text);
		else if (want[0] == '\0')
			ok(r == CS_PHONE_WITHHELD && b.n == 0, "'%s' is hidden", table[i].text);
		else if (ok(r == CS_PHONE_READ, "%s '%s' is read", table[i].home, table[i].text))
			is_slice(cs_buf_all(&b), want, "... as %s", want);
		cs_buf_finish(&b);
	}
}

/* Read again, in any country, a number stays what it is. */
static void
stays(void)
{
	size_t n, wrong = 0;
	const struct cs_country *c = cs_country_all(&n);

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		for (size_t k = 0; k < n; k++) {
			struct cs_buf b = CS_BUF_INIT;
			const char *want = table[i].want;

			if (want != NULL && want[0] == '+' &&
			    (cs_phone_add(&b, cs_str_z(want), &c[k]) != CS_PHONE_READ ||
				!cs_str_eqz(cs_buf_all(&b), want)))
				wrong++;
			cs_buf_finish(&b);
		}
	is_int(wrong, 0, "a number in its one form stays what it is in all countries");
}

static void
countries(void)
{
	size_t n;
	const struct cs_country *c = cs_country_all(&n);
	unsigned bad = 0;

	ok(n > 200, "%zu countries", n);
	for (size_t i = 0; i < n; i++) {
		bad += c[i].iso.n != 2 || c[i].name.n == 0 || c[i].min > c[i].max ||
		       c[i].max + c[i].code.n > 15 || c[i].international.n == 0 ||
		       (c[i].alone == 0 && c[i].trunk.n == 0 && c[i].national);
		bad += i != 0 && cs_str_cmp(c[i - 1].iso, c[i].iso) >= 0;
		for (size_t k = 0; k < n; k++)
			bad += c[k].code.n > c[i].code.n && cs_str_starts(c[k].code, c[i].code);
	}
	is_int(bad, 0, "each is whole, in order, and no calling code begins with another");
	ok(cs_country_find(CS_STR("de")) == cs_country_find(CS_STR("DE")), "any case");
	ok(cs_country_find(CS_STR("ZZ")) == NULL, "no such country");
}

int
main(void)
{
	countries();
	numbers();
	stays();
	return done();
}
