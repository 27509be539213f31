# SPDX-License-Identifier: GPL-3.0-or-later
# Visions that are none, and what there is no use for.
try() {
	cs-kpi --vision "$@"
	echo $?
}
printf '[hours]\nzone = Europe/Berlin\nmon = 22:00-06:00\n' >night
printf '[metric csat_top2]\ntarget = 85\n' >percent
printf '[service levels]\n' >section
printf '[vision]\nsays = a\0b\n' >nul
printf '[vision]\nsays = \377\n' >latin
head -c 1048577 /dev/zero | tr '\0' '#' >large
for v in night percent section nul latin large absent; do
	try $v -m contacts "$TESTDATA/sl-205.tsv"
done
: >empty
try empty -m sl_target "$TESTDATA/sl-205.tsv"
try empty -m "b_s=max(business_s('2026-10-05', '2026-10-06'))" "$TESTDATA/sl-205.tsv"
try empty --merge "$TESTDATA/sl-205.tsv"
try empty --render "$TESTDATA/sl-205.tsv"
