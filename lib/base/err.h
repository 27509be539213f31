/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Errors as values.
 *
 * The library never prints and never exits. A function that can fail takes a struct cs_err,
 * returns -1 (or NULL) and leaves there a message that is complete enough to be printed as it
 * is, behind nothing but the tool's name: "calls.tsv:1042: column wait_s: 'abc' is not a number".
 * The message may hold any bytes of the input; whoever prints it (cli/msg) shows control bytes
 * as escapes. Only the first error of a struct is kept: what failed later failed because of it.
 *
 * The status is the exit status that the tool ends with.
 */
#ifndef CS_BASE_ERR_H
#define CS_BASE_ERR_H

enum cs_exit {
	CS_EXIT_OK = 0,	    /* done */
	CS_EXIT_NO = 1,	    /* ran well, and the answer is no: an alert, a threshold */
	CS_EXIT_USAGE = 2,  /* the command line asks for what cannot be */
	CS_EXIT_DATA = 65,  /* bad or truncated data, too many rejects, a stage before us failed */
	CS_EXIT_NOMEM = 71, /* no memory */
	CS_EXIT_IO = 74,    /* a file cannot be opened, read or written */
	CS_EXIT_AGAIN = 75, /* somebody else is at it: try again */
};

/* Zeroed (CS_ERR_INIT) it says that nothing is wrong. Needs no finish. */
struct cs_err {
	int status;	 /* enum cs_exit; 0: no error */
	char msg[1024];	 /* what is wrong; no newline at the end */
	char hint[1024]; /* what to do about it, for a second line; "" for none */
};

#define CS_ERR_INIT                                                                                \
	{                                                                                          \
		0, "", ""                                                                          \
	}

/*
 * Keep status and message, unless an error is there already (e may be NULL: nobody asks).
 * Long messages are cut at the size of the struct. The value is always -1, so that
 * `return cs_err_set(e, CS_EXIT_DATA, "...")` is seen as a failure by analysers too.
 */
#define cs_err_set(e, status, ...)   (cs_err_set_((e), (status), __VA_ARGS__), -1)

/* The same with ": strerror(errno)" behind the message. */
#define cs_err_errno(e, status, ...) (cs_err_errno_((e), (status), __VA_ARGS__), -1)

/* Adds the hint to an error that was set just before; a hint that is there stays. */
#define cs_err_hint(e, ...)	     (cs_err_hint_((e), __VA_ARGS__), -1)

/* Puts "where: " in front of the message (a file's name, a line), once the caller knows it. */
void cs_err_prefix(struct cs_err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Forget the error, for a struct that is used again. */
void cs_err_clear(struct cs_err *e);

void cs_err_set_(struct cs_err *e, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void cs_err_errno_(struct cs_err *e, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void cs_err_hint_(struct cs_err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
