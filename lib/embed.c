/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Build tool: embed DIR FILE... writes on standard output the C source of cs_data_files
 * (base/data.h), each FILE under its path below DIR, which must come sorted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
embed(const char *dir, const char *path, int index)
{
	FILE *f = fopen(path, "rb");
	int c, col = 0;

	if (f == NULL || strncmp(path, dir, strlen(dir)) != 0) {
		perror(path);
		exit(1);
	}
	printf("static const char text%d[] = {", index);
	while ((c = getc(f)) != EOF)
		printf("%s%d,", col++ % 24 == 0 ? "\n" : "", c > 127 ? c - 256 : c);
	printf("0};\n");
	if (ferror(f) || fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	printf("#include \"base/data.h\"\n");
	for (int i = 2; i < argc; i++)
		embed(argv[1], argv[i], i);
	printf("const struct cs_data cs_data_files[] = {\n");
	for (int i = 2; i < argc; i++)
		printf(
		    "{\"%s\", text%d, sizeof text%d - 1},\n", argv[i] + strlen(argv[1]) + 1, i, i);
	printf("{NULL, NULL, 0}};\n");
	return fflush(stdout) != 0 || ferror(stdout);
}
