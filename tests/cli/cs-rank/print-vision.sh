# SPDX-License-Identifier: GPL-3.0-or-later
# Examples of visions: they are read as any other, and all of their metrics are in the dictionary.
for name in call-centre help-desk outsourcer; do
	cs-rank --print-vision $name >$name.vision || exit
	cmp $name.vision "$SRC/lib/data/visions/$name.vision"
	sed -n 's/^says = //p' $name.vision
	cs-kpi --vision $name.vision --explain "$(sed -n 's/^\[metric \(.*\)\]/\1/p' $name.vision | paste -sd , -)" |
		grep -c '^  formula\|^formula\|formula'
done
cs-rank --print-vision shop
echo $?
cs-rank --print-vision help-desk help-desk.vision
echo $?
