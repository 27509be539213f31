# SPDX-License-Identifier: GPL-3.0-or-later
printf 'a\nx\n' >in
cs-part -q --by a --into d --buckets 1 in >/dev/null
cs-part -q --by a --into d/ --buckets 1 in; echo $?
mkdir empty
cs-part -q --by a --into empty/ --buckets 1 in; echo $?
cs-part -q --by a --into d --buckets 2 --gz --replace in >/dev/null; echo $?
ls d
touch d/letter
cs-part -q --by a --into d --replace in; echo $?
cs-part -q --by a --into in --replace in; echo $?
cs-part -q --by a --into no/d in; echo $?
ls -A . d
