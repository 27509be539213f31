# SPDX-License-Identifier: GPL-3.0-or-later
printf 'a\nx\n' >in
cs-part in; echo $?
cs-part --by a in; echo $?
cs-part --by a --into d --buckets 12 in; echo $?
cs-part --by a --into d --buckets 8192 in; echo $?
cs-part --by b --into d in; echo $?
cs-part --check d in; echo $?
ls -A
