# SPDX-License-Identifier: GPL-3.0-or-later
# The examples of the built-in rules.
cs-tag --check-rules
