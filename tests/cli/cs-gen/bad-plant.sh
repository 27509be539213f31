# SPDX-License-Identifier: GPL-3.0-or-later
# A plant that there is not.
cs-gen --table retain-customers --plant contact,luck
