# SPDX-License-Identifier: GPL-3.0-or-later
# What metrics are.
cs-kpi --explain 'sl_noshort(30, 6), repeat_7d, nps_margin, late_share=share(wait_s > 60)'
