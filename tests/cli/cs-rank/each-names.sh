# SPDX-License-Identifier: GPL-3.0-or-later
# Any id makes the name of a file, another for each, and none leaves the folder.
long=$(printf '%0300d' 7)
{
	printf 'contact_id\tagent_id\tteam\tcsat\n'
	for who in .hidden ../up a/b 'a b' 'J\xC3\xB6rg' 'J\xc3\xb8rg' '%41' A a+b "$long" "${long}x"; do
		for i in 1 2 3; do
			printf '%s-%d\t%b\tred\t%d\n' "$(printf %s "$who" | cksum | tr -d ' ')" \
				$i "$who" $((i + 2))
		done
	done
} >contacts.tsv
cs-rank -q --each agent,team --dir pages contacts.tsv | cut -f 2-3
ls -A pages
printf 'contact_id\tagent_id\tcsat\n1\t\t5\n2\tann\t3\n' >empty.tsv
cs-rank -q --each agent --dir nobody empty.tsv | cut -f 2
