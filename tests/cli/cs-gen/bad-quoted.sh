# SPDX-License-Identifier: GPL-3.0-or-later
# A count is no share.
cs-gen --quoted 5
