/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is who: identifiers, and which of them are one customer's at which time.
 *
 * Accounts name customers. Equalities, each from one instant to another, connect two identifiers:
 * an account with a telephone, an address with a device, an account of one system with that of
 * another. Who an identifier belongs to at an instant is asked of the equalities that hold then,
 * so that a number which went from one customer to the next never makes the two into one.
 *
 * What makes one customer: two accounts that are said to be equal, and two accounts that have the
 * same identifier of a kind that merges (by default e-mail addresses: each system where somebody
 * registers knows theirs). What does not: a telephone, a device. A family has one line; it leads
 * to as many candidates as it has customers, and none of them is guessed.
 *
 * What is no identity at all: an identifier that more than `shared` accounts have at that instant
 * (a switchboard, a hotel, "account 0"). No way leads through it, so it merges nobody either.
 *
 * The customer's name is, of all its accounts at that instant, the smallest by bytes among those
 * that files of identities have as customers, or, without one, the smallest.
 *
 * By this an answer is a function of the set of equalities, not of their order.
 *
 * Design. Identifiers are dense ids (base/map); the equalities of each lie together, sorted, 24
 * bytes each, and only in the directions in which a search may go: a telephone leads to its
 * account, the account not back to it. So most searches read two short lists. A search that meets
 * more than CS_IDENTITY_MOST identifiers, or reads more than CS_IDENTITY_LOOKED equalities, ends:
 * that is no customer, but a mistake in a file, and must not take the time of all others. For the
 * same reason what more than CS_IDENTITY_LOOKED equalities say to be somebody's is no identity,
 * whenever they hold.
 */
#ifndef CS_PERSON_IDENTITY_H
#define CS_PERSON_IDENTITY_H

#include "base/map.h"
#include "person/idkind.h"

enum { CS_IDENTITY_MOST = 256, CS_IDENTITY_LOOKED = 8192 };

#define CS_IDENTITY_NONE  UINT32_MAX

/* Instants of equalities that are open on a side, and the instant of a record that has none: then
 * only equalities that always hold do. */
#define CS_IDENTITY_EVER  INT64_MIN
#define CS_IDENTITY_NEVER INT64_MAX

/* A node: 2 * id of an account, or 2 * id of another identifier + 1. */
enum { CS_IDENTITY_OTHER = 1 };

struct cs_identity {
	const struct cs_idkinds *kinds;
	unsigned shared;	       /* accounts that may have one identifier */
	struct cs_map account;	       /* values of accounts */
	struct cs_map other;	       /* a byte for the kind, and the value */
	struct cs_buf named;	       /* by account: 1: a file has it as a customer */
	bool dated;		       /* some equality does not always hold */
	struct cs_identity_said *said; /* until sealed */
	size_t nsaid, said_cap;
	struct cs_identity_edge *edge; /* once sealed: those of a node begin at first[] */
	uint32_t *first[2];	       /* by id, of accounts and of others */
};

/* One way along an equality. */
struct cs_identity_edge {
	int64_t from, until; /* holds from <= t < until */
	uint32_t to;
	bool merges; /* `to` is an account, or of a kind that merges */
	bool
	    claims; /* the node is an account that `to`, a customer, is said to have; these first */
};

/* kinds are the caller's, and may grow until sealed. */
void cs_identity_init(struct cs_identity *g, const struct cs_idkinds *kinds, unsigned shared);
void cs_identity_finish(struct cs_identity *g);

/*
 * Two identifiers are one customer's, from <= t < until. a and b are nodes: ids of the maps
 * `account` and `other`, which the caller adds to. named: a is an account that a file has as the
 * customer that b belongs to. An identifier that is equal to itself says nothing.
 */
void cs_identity_equal(
    struct cs_identity *g, uint32_t a, uint32_t b, bool named, int64_t from, int64_t until);

/* Nothing is added any more; it may be asked. */
void cs_identity_seal(struct cs_identity *g);

/* Whether a node is an account, or of a kind that merges. */
bool cs_identity_merges(const struct cs_identity *g, uint32_t node);

/* Whether an equality holds at an instant (CS_IDENTITY_EVER: one that nobody knows). */
bool cs_identity_holds(const struct cs_identity_edge *e, int64_t at);

/* Whether more accounts have a node at an instant than may. */
bool cs_identity_is_shared(const struct cs_identity *g, uint32_t node, int64_t at);

/* Whether account a names a customer, rather than account b. */
bool cs_identity_is_better(const struct cs_identity *g, uint32_t a, uint32_t b);

/* Bytes that it holds. */
size_t cs_identity_bytes(const struct cs_identity *g);

enum cs_identity_state {
	CS_IDENTITY_FOUND,   /* one customer */
	CS_IDENTITY_SEVERAL, /* candidates */
	CS_IDENTITY_SHARED,  /* too many have it */
	CS_IDENTITY_LARGE,   /* the search did not end */
	CS_IDENTITY_UNKNOWN, /* no account has it then */
};

/* Memory of a search, and its answer. One a thread. Its size is fixed. */
struct cs_identity_walk {
	uint32_t customer[CS_IDENTITY_MOST]; /* accounts, sorted by bytes */
	size_t n;			     /* 1 when found; 0 but for found and several */
	bool near; /* the identifier is that account, or equal to it without another between */

	struct cs_identity_seen {
		uint32_t node, class;
		uint32_t best; /* of the class: the account that names it */
		bool up, merges;
	} seen[CS_IDENTITY_MOST];
	size_t nseen, looked;
	int64_t at;
	bool over;
};

/* Who a node belongs to at an instant. An account that nobody speaks of belongs to itself. */
enum cs_identity_state cs_identity_at(
    const struct cs_identity *g, struct cs_identity_walk *w, uint32_t node, int64_t at);

/* Asks for the memory that cs_identity_at will read: in two steps, a few searches ahead. */
static inline void
cs_identity_expect(const struct cs_identity *g, uint32_t node)
{
	__builtin_prefetch(&g->first[node & 1][node >> 1]);
}

static inline void
cs_identity_expect_edges(const struct cs_identity *g, uint32_t node)
{
	__builtin_prefetch(&g->edge[g->first[node & 1][node >> 1]]);
}

#endif
