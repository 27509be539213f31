# SPDX-License-Identifier: GPL-3.0-or-later
cp -r "$TESTDATA/person" data
printf 'agent_id\tqueue\twait_s\nbob\tmail a@b.de\t0171234567\n' >data/odd.tsv
echo 'no records' >data/notes.txt
cs-part -q --by queue --into data/parts --buckets 1 --gz data/odd.tsv >/dev/null
cs-privacy --inventory data
cs-privacy --inventory; echo $?
cs-privacy --inventory --customer 4711 data; echo $?
