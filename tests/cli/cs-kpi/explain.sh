# SPDX-License-Identifier: GPL-3.0-or-later
# What metrics are: as written, with everything put in, which rows they read, what is asked for and
# what is a default, and the words in them.
cs-kpi --explain 'sl_noshort(30, 6), repeat_7d, nps_margin, late_share=share(wait_s > 60)'
cs-kpi --explain 'sl_noshort(30), transferred_share, ab_target'
