# SPDX-License-Identifier: GPL-3.0-or-later
# It reads nothing.
cs-gen calls.csv
