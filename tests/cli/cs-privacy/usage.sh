# SPDX-License-Identifier: GPL-3.0-or-later
printf 'customer_id\tstarted_at\n4711\t\\N\n' >in
cs-privacy --make-key key
cs-privacy in; echo $?
cs-privacy --pseudonym customer in; echo $?
cs-privacy --pseudonym started_at --key key in; echo $?
cs-privacy --pseudonym callr --key key in; echo $?
cs-privacy --make-key other --key key; echo $?
cs-privacy --make-key other in; echo $?
ls -A
cs-privacy --show in; echo $?
cs-privacy --erase --customer 4711; echo $?
cs-privacy --show --erase --customer 4711 in; echo $?
cs-privacy --show --dry-run --customer 4711 in; echo $?
cs-privacy --erase --unlink --drop --customer 4711 in; echo $?
cs-privacy --erase --customer '' in; echo $?
cs-privacy --show --union --customer 4711 in; echo $?
