# SPDX-License-Identifier: GPL-3.0-or-later
# The vision says which queues and channels are too small to be named; an option goes before it.
cs-gen -r --rows 400 --days 3 --table scattered >calls.tsv
cs-gen -r --rows 400 --days 3 --table identities >ids.tsv
printf '[vision]\nmin_group = 30\n' >v
list() {
	cs-join -q --identity ids.tsv --identity-report "$@" calls.tsv >/dev/null
}
list none.tsv
list vision.tsv --vision v
list option.tsv --min-group 30
list both.tsv --vision v --min-group 0
cmp vision.tsv option.tsv && cmp both.tsv none.tsv && ! cmp -s none.tsv vision.tsv
