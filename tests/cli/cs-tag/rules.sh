# SPDX-License-Identifier: GPL-3.0-or-later
# Rules of one's own beside the built-in ones; a theme of the same name has both.
cat >own <<'X'
[wasps]
any = wasp, wasps
near = wasp, wasps | sting, stung | 3
[delivery]
any = drone
X
printf 'comment\nThe wasps stung me\nA wasp. Far away somebody else was stung\nThe drone is here\nwhere is my parcel\n' |
	cs-tag -q --rules own | cut -f 1,6
