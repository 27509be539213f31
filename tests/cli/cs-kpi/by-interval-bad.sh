# SPDX-License-Identifier: GPL-3.0-or-later
# An interval that does not divide a day.
printf 'started_at\n' | cs-kpi --by 7m -m n='count(*)'
