# SPDX-License-Identifier: GPL-3.0-or-later
# Zones that are none: names nearby are told, but not those that have nothing in common with it.
for zone in Europe/Berln Mars/X; do
	cs-kpi --tz "$zone" "$TESTDATA/sl-205.tsv"
	echo $?
done
