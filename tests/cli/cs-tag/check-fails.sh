# SPDX-License-Identifier: GPL-3.0-or-later
# Examples that fail are named, and the answer is no.
cat >own <<'X'
[wasps]
any = wasp
match = a wasp
match = a hornet
nomatch = no wasp here
[bees]
any = bee
X
cs-tag --check-rules --no-builtin --rules own
