# SPDX-License-Identifier: GPL-3.0-or-later
# What goes with --each, and what does not.
try() {
	echo "$*:"
	cs-rank -q "$@" contacts.tsv 2>&1
	echo "$?"
}
printf 'contact_id\tagent_id\tcsat\n1\tann\t5\n2\tbob\t4\n' >contacts.tsv
printf 'agent_id\tcsat\nann\t5\n' >no-id.tsv
printf 'contact_id\tagent_id\tmood\n1\tann\tbad\n' >other.tsv
try --each agent
try --dir pages
try --contacts contacts.tsv
try --replace
try --each agent --unit agent --dir pages
try --each nobody --dir pages
try --each agent --dir pages --contacts no-id.tsv
try --each agent --dir pages --contacts other.tsv
ls
