# SPDX-License-Identifier: GPL-3.0-or-later
# Some contacts there must be.
cs-gen --rows 0
