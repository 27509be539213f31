# SPDX-License-Identifier: GPL-3.0-or-later
# A vision switches rules off, for good, and says targets; an option says them otherwise.
cat >own <<'E'
[rule long]
metric = aht
test = share
when = handle_s > target_handle_s and wait_s > sl_threshold_s
units = agent
says = x
question = y
E
printf '[audit]\noff = missed, short_calls\nhandle_s = 5m\nwait_s = 30s\n' >v
cs-audit --list --vision v --rules own --rule short_calls,missed,long "$TESTDATA/desk.tsv"
for s in 'off = mised' 'off = missed, missed' 'off = a,,b' 'queue = 5m' 'handle_s = 5' 'handle_s = soon' \
    'handle_s = 5m\nhandle = 6m' 'off'; do
	printf "[audit]\n$s\n" >w
	cs-audit --list --vision w --rule missed "$TESTDATA/desk.tsv"
	echo $?
done
