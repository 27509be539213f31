# SPDX-License-Identifier: GPL-3.0-or-later
# A cut stream, a failed stage, a record with a cell too many: nothing is left behind.
printf 'a\tb\nx\ty\nx' | cs-part --by a --into d; echo $?
printf 'a\nx\n\\! no disk\n' | cs-part --by a --into d; echo $?
printf 'a\nx\nx\ty\n' | cs-part --by a --into d; echo $?
ls -A
