/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A main for fuzz targets without libFuzzer: replay [-n ROUNDS] PATH... feeds each file (of
 * folders: each file in them) to the target, whole, then cut short at many places, then ROUNDS
 * times with some of its bytes changed by a generator that always starts the same. A crash is found
 * by the sanitizers or the signal; the input that led to it is left in TMPDIR, as
 * replay.crash.TARGET.PID.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SIZE_LIMIT (1 << 16) /* larger seeds are fed whole and not mutated */
#define CUTS	   64

static uint64_t state = 0x9e3779b97f4a7c15;
static long rounds = 200;
static unsigned long fed;
static char keep[4096];	       /* where the input of a crash goes */
static const uint8_t *current; /* the input of the moment, for that */
static size_t current_size;

/* Of the sanitizers, when they are linked in. */
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)(void));

static void
keep_input(void)
{
	int fd = open(keep, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t n = write(fd, current, current_size);

	n = write(STDERR_FILENO, "the input is in ", 16);
	n = write(STDERR_FILENO, keep, strlen(keep));
	n = write(STDERR_FILENO, "\n", 1);
	(void)n;
}

static void
on_signal(int sig)
{
	keep_input();
	(void)signal(sig, SIG_DFL);
	(void)raise(sig);
}

static void
watch(void)
{
	static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

	if (__sanitizer_set_death_callback != NULL) {
		__sanitizer_set_death_callback(keep_input);
		(void)signal(SIGABRT, on_signal);
		return;
	}
	for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
		(void)signal(fatal[i], on_signal);
}

static uint64_t
next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* The target gets a block of exactly that size, so that reading past it is seen. */
static void
feed(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size != 0 ? size : 1);

	if (copy == NULL)
		exit(1);
	current = data;
	current_size = size;
	memcpy(copy, data, size);
	(void)LLVMFuzzerTestOneInput(copy, size);
	free(copy);
	fed++;
}

static void
mutate(uint8_t *data, size_t size)
{
	static const uint8_t odd[] = "\"\\\t\n\r\0,;'%{}[]()-+0N\xff\xc3\x80";
	size_t changes = 1 + next() % 4;

	for (size_t i = 0; i < changes && size != 0; i++) {
		size_t at = next() % size;

		switch (next() % 4) {
		case 0:
			data[at] ^= (uint8_t)(1U << next() % 8);
			break;
		case 1:
			data[at] = odd[next() % (sizeof odd - 1)];
			break;
		case 2:
			data[at] = data[next() % size];
			break;
		default:
			memmove(data + at, data + next() % (at + 1), (size - at) / 2);
			break;
		}
	}
}

static void
seed(const uint8_t *data, size_t size)
{
	uint8_t *work = malloc(size != 0 ? size : 1);

	if (work == NULL)
		exit(1);
	feed(data, size);
	for (size_t i = 0; i < CUTS && size <= SIZE_LIMIT && i < size; i++)
		feed(data, size <= CUTS ? i : next() % size);
	for (long i = 0; i < rounds && size <= SIZE_LIMIT && size != 0; i++) {
		memcpy(work, data, size);
		mutate(work, size);
		feed(work, size);
	}
	free(work);
}

static void
file(const char *path, size_t size)
{
	uint8_t *data = malloc(size != 0 ? size : 1);
	FILE *f = fopen(path, "rb");

	if (f == NULL || data == NULL || fread(data, 1, size, f) != size) {
		perror(path);
		exit(1);
	}
	(void)fclose(f);
	seed(data, size);
	free(data);
}

static void
walk(const char *path)
{
	struct dirent **entry;
	struct stat st;
	char *below;
	int n;

	if (stat(path, &st) != 0) {
		perror(path);
		exit(1);
	}
	if (!S_ISDIR(st.st_mode)) {
		file(path, (size_t)st.st_size);
		return;
	}
	n = scandir(path, &entry, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		if (entry[i]->d_name[0] != '.' &&
		    asprintf(&below, "%s/%s", path, entry[i]->d_name) > 0) {
			walk(below);
			free(below);
		}
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");
	const char *slash = strrchr(argv[0], '/');
	int at = 1;

	(void)snprintf(keep, sizeof keep, "%s/replay.crash.%s.%ld", tmp != NULL ? tmp : "/tmp",
	    slash != NULL ? slash + 1 : argv[0], (long)getpid());
	if (argc > 2 && strcmp(argv[1], "-n") == 0) {
		rounds = strtol(argv[2], NULL, 10);
		at = 3;
	}
	watch();
	seed((const uint8_t *)"", 0);
	for (; at < argc; at++)
		walk(argv[at]);
	printf("%lu inputs\n", fed);
	return 0;
}
