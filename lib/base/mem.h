/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory: three shapes only. A reused buffer for what streams (base/buf), an arena for what
 * lives as long as the run or the table (base/arena), a spill file for what is too large.
 * Nothing else calls malloc, and nobody checks for NULL: these functions do not return without
 * memory. They end the process with status 71, writing no buffered output, so that a reader
 * further down sees a cut stream.
 */
#ifndef CS_BASE_MEM_H
#define CS_BASE_MEM_H

#include <stddef.h>

/* n elements of size bytes, not initialised; never NULL, also for n = 0. Free with free(). */
void *cs_mem_new(size_t n, size_t size) __attribute__((malloc, returns_nonnull, alloc_size(1, 2)));

/* The same, all bits zero. */
void *cs_mem_new0(size_t n, size_t size) __attribute__((malloc, returns_nonnull, alloc_size(1, 2)));

/* realloc(p, n * size), the product checked; p may be NULL. */
void *cs_mem_resize(void *p, size_t n, size_t size)
    __attribute__((warn_unused_result, returns_nonnull, alloc_size(2, 3)));

/*
 * Makes room for at least want elements in the array p of *cap elements, doubling; gives the
 * array (moved, perhaps) and the new *cap.
 */
void *cs_mem_grow(void *p, size_t *cap, size_t want, size_t size)
    __attribute__((warn_unused_result, returns_nonnull));

/* Called once before the exit for want of memory: to remove temporary files. Must not allocate. */
void cs_mem_at_failure(void (*clean)(void));

/* The name that the message for want of memory begins with; kept by reference, "cs" until
 * called. */
void cs_mem_program(const char *name);

/*
 * Called once at the start, before there are threads: what is large comes from the system by itself
 * and goes back to it at once, so that a process holds what it asked for. Left alone, the allocator
 * of glibc learns from each large piece that is freed to keep all of its size for later, and tables
 * that grow and are emptied leave holes as large as they were.
 */
void cs_mem_plain(void);

/* Ends the process as if an allocation had failed; for limits that are ours. */
_Noreturn void cs_mem_fail(void);

#endif
