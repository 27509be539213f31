# SPDX-License-Identifier: GPL-3.0-or-later
# The text of the built-in rules is one that can be read back, and says the same.
cs-audit --print-rules >rules
cs-audit --list "$TESTDATA/desk.tsv" >before
cs-audit --list --rules rules "$TESTDATA/desk.tsv" | cmp - before
grep -c '^\[rule' rules | { read n; test "$n" -eq $(($(wc -l <before) - 1)) && echo as many; }
