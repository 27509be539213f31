# SPDX-License-Identifier: GPL-3.0-or-later
# The other tables have no such customers.
cs-gen --table customers --plant contact
