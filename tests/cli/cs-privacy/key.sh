# SPDX-License-Identifier: GPL-3.0-or-later
# Keys are made once, for their owner alone, and refused when others may see them.
printf 'customer_id\n4711\n' >in
umask 0
cs-privacy --make-key key; echo $?
stat -c '%a %s' key
cs-privacy --make-key key; echo $?
chmod 640 key
cs-privacy --pseudonym customer --key key in; echo $?
echo secret >none
chmod 600 none
cs-privacy --pseudonym customer --key none in; echo $?
cs-privacy --pseudonym customer --key nowhere in; echo $?
