/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers by month: who comes, leaves, comes back, and was always there; by the zone's months. */
#include "charge/chargecustomers.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../tap.h"

#define HEAD "customer_id\tjoined_at\tleft_at\n"

static int
read_text(
    struct cs_charge_customers *c, const char *text, const struct cs_zone *zone, struct cs_err *e)
{
	char path[32], *file[] = {path};
	const int fd = memfd_create("customers", MFD_CLOEXEC);
	int result = -2;

	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		result = cs_charge_customers_read(c, file, 1, zone, e);
	(void)close(fd);
	return result;
}

enum { MONTHS = 5 };

/* In January to May of 2028. */
static void
counts(void)
{
	static const struct {
		const char *about, *zone, *text;
		int64_t want[MONTHS];
	} t[] = {
	    {"nobody", "UTC", HEAD, {0, 0, 0, 0, 0}},
	    {"always was, still is", "UTC", HEAD "a\t\\N\t\\N\n", {1, 1, 1, 1, 1}},
	    {"neither column", "UTC", "customer_id\na\nb\n", {2, 2, 2, 2, 2}},
	    {"a day of February, the 29th", "UTC",
		HEAD "a\t2028-02-29T10:00:00Z\t2028-02-29T11:00:00Z\n", {0, 1, 0, 0, 0}},
	    {"left as March began", "UTC", HEAD "a\t2028-02-10T00:00:00Z\t2028-03-01T00:00:00Z\n",
		{0, 1, 0, 0, 0}},
	    {"left a moment later", "UTC",
		HEAD "a\t2028-02-10T00:00:00Z\t2028-03-01T00:00:00.000001Z\n", {0, 1, 1, 0, 0}},
	    {"left and came back in one month", "UTC",
		HEAD
		"a\t\\N\t2028-02-10T00:00:00Z\na\t2028-02-20T00:00:00Z\t2028-03-05T00:00:00Z\n",
		{1, 1, 1, 0, 0}},
	    {"came back later, told in any order", "UTC",
		HEAD "a\t2028-04-20T00:00:00Z\t\\N\na\t\\N\t2028-01-10T00:00:00Z\n",
		{1, 0, 0, 1, 1}},
	    {"one stay within another", "UTC",
		HEAD "a\t2028-01-01T00:00:00Z\t2028-04-30T00:00:00Z\n"
		     "a\t2028-02-01T00:00:00Z\t2028-02-02T00:00:00Z\n",
		{1, 1, 1, 1, 0}},
	    {"left before they came", "UTC", HEAD "a\t2028-03-01T00:00:00Z\t2028-02-01T00:00:00Z\n",
		{0, 0, 0, 0, 0}},
	    {"of nobody known", "UTC", HEAD "\\N\t\\N\t\\N\nb\t\\N\t\\N\n", {1, 1, 1, 1, 1}},
	    {"one name written in two ways", "UTC",
		HEAD "a\\x62\t\\N\t2028-01-20T00:00:00Z\nab\t2028-01-25T00:00:00Z\t\\N\n",
		{1, 1, 1, 1, 1}},
	    /* 23:30 in New York is the next month in UTC. */
	    {"months are the zone's", "America/New_York",
		HEAD "a\t2028-03-01T04:30:00Z\t2028-03-01T04:45:00Z\n", {0, 1, 0, 0, 0}},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_charge_customers c = {0};
		struct cs_err e = CS_ERR_INIT;
		const struct cs_zone *zone = cs_zone_get(cs_str_z(t[i].zone), &e);

		if (zone == NULL) {
			ok(true, "%s # SKIP %s", t[i].about, e.msg);
			continue;
		}
		if (ok(read_text(&c, t[i].text, zone, &e) == 0, "%s %s", t[i].about, e.msg)) {
			for (int m = 0; m < MONTHS; m++)
				is_int(c.in_month[2028 * 12 + m], t[i].want[m], "month %d", m + 1);
		}
		cs_charge_customers_finish(&c);
	}
}

static void
refuses(void)
{
	static const struct {
		const char *text, *want; /* behind the name of the file */
		int status;
	} t[] = {
	    {"joined_at\n2028-01-01T00:00:00Z\n", "customer_id", CS_EXIT_USAGE},
	    {HEAD "a\tsoon\t\\N\n", ":2: column joined_at: 'soon'", CS_EXIT_DATA},
	    {HEAD "a\t\\N\t\\N\nb\t\\N\t2028-02-30T00:00:00Z\n",
		":3: column left_at: '2028-02-30T00:00:00Z'", CS_EXIT_DATA},
	    {HEAD "a\t\\N\n", ":2: ", CS_EXIT_DATA},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_charge_customers c = {0};
		struct cs_err e = CS_ERR_INIT;
		const struct cs_zone *zone = cs_zone_get(CS_STR("UTC"), &e);

		ok(read_text(&c, t[i].text, zone, &e) == -1 && e.status == t[i].status,
		    "refused: %zu", i);
		ok(strstr(e.msg, t[i].want) != NULL, "says '%s': %s", t[i].want, e.msg);
		cs_charge_customers_finish(&c);
	}
}

int
main(void)
{
	counts();
	refuses();
	return done();
}
