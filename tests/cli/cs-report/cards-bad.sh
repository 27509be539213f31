# SPDX-License-Identifier: GPL-3.0-or-later
# Cards are for people.
printf 'a\n1\n' >in.tsv
for options in '--cards --csv' '--cards --json' '--cards --table'; do
	cs-report $options in.tsv
	echo $?
done
