# SPDX-License-Identifier: GPL-3.0-or-later
# Only rules of one's own.
printf '[wasps]\nany = wasp\n' >own
printf 'comment\na wasp in the parcel\na parcel\n' | cs-tag -q --no-builtin --rules own | cut -f 6
