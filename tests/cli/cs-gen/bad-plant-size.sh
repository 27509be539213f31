# SPDX-License-Identifier: GPL-3.0-or-later
# A size that is none.
cs-gen --table retain-customers --plant contact=95%
