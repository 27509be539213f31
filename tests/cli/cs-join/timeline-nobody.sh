# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody knows them: the answer is no.
. "$SRC/tests/cli/cs-join/timeline.inc"
cs-join --timeline --customer C9 calls.tsv people.tsv
