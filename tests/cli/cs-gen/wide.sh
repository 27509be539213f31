# SPDX-License-Identifier: GPL-3.0-or-later
# More columns.
cs-gen --rows 300 --days 1 --wide | sed -n '1p; 200p'
