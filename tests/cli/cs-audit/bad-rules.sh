# SPDX-License-Identifier: GPL-3.0-or-later
# What rules may not say, each with its line.
good='metric = aht
test = share
when = talk_s > 300
units = agent
says = x
question = y'
try() {
	cat >rules
	cs-audit --rules rules --rule a "$TESTDATA/desk.tsv"
	echo $?
}
printf '[rule a]\n%s\n' "$good" | sed 's/test = share/test = shares/' | try
printf '[rule a]\n%s\n' "$good" | sed 's/metric = aht/metric = ath/' | try
printf '[rule a]\n%s\n' "$good" | sed 's/says = x/say = x/' | try
printf '[rule a]\n%s\n' "$good" | sed '/when/d' | try
printf '[rule a]\n%s\n' "$good" | sed 's/talk_s > 300/talks_s > 300/' | try
printf '[rule a]\n%s\n' "$good" | sed 's/talk_s > 300/talk_s >/' | try
printf '[rule a]\n%s\n' "$good" | sed 's/talk_s > 300/talk_s/' | try
printf '[rule a]\n%s\nat = 5\n' "$good" | try
printf '[rule a]\n%s\neffect = .9\n' "$good" | try
printf '[rule a]\n%s\nmin n = 0\n' "$good" | try
printf '[rule a]\n%s\nside = up\n' "$good" | try
printf '[rule a]\n%s\n[rule a]\n%s\n' "$good" "$good" | try
printf '[rule A b]\n%s\n' "$good" | try
printf '[rules a]\n%s\n' "$good" | try
printf '%s\n' "$good" | try
printf '[rule b]\n%s\n' "$good" | try
printf '[rule a]\n%s\n' "$good" | sed 's/units = agent/units = agent, agent/' | try
