# SPDX-License-Identifier: GPL-3.0-or-later
# A table without key columns in panels.
printf 'contacts\tanswered\tp90_wait\n12\t10\t7.000\n' | cs-report --width 22
