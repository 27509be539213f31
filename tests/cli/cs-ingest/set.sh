# SPDX-License-Identifier: GPL-3.0-or-later
# Parameters, keys of the map, and columns that are the same in every record.
f=$TESTDATA/contacts.csv
cs-ingest -q --map contacts --set site=berlin --set vendor=own --set skip-lines=0 "$f" | cut -f 1-3 | sed -n 1,2p
cs-ingest --map contacts --set colour=red "$f"
echo $?
cs-ingest --map contacts --set zone=Nowhere "$f"
echo $?
cp "$TESTDATA/maps/anonymous-bank.map" bank.map
cs-ingest --map bank.map "$f"
echo $?
cs-ingest --map bank.map --set date=1999-03-01 "$f"
echo $?
printf 'vru+line,call_id,type,vru_entry,vru_time,q_time,outcome,ser_time,server\nA1,7,PS,0:10:10,-3,5,AGENT,60,ANN\nA1,8,PS,0:10:11,3,0,HANG,0,NO_SERVER\nA1,9,PS,0:10:12,3,0,PHANTOM,0,NO_SERVER\n' |
	cs-ingest --map bank.map --set date=1999-03-01
