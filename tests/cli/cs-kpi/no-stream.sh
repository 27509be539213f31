# SPDX-License-Identifier: GPL-3.0-or-later
# No bytes at all are no stream.
cs-kpi -m contacts /dev/null
