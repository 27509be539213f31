# SPDX-License-Identifier: GPL-3.0-or-later
# A metric that there is not, with the nearest.
cs-kpi --explain sl_offerd
