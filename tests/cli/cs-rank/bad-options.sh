# SPDX-License-Identifier: GPL-3.0-or-later
# What the options refuse, before anything is read.
for o in --band=0 --band=.6 --band=x --sure=.5 --sure=100% --min-n=-1; do
	cs-rank $o </dev/null
	echo $?
done
