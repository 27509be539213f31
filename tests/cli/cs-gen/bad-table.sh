# SPDX-License-Identifier: GPL-3.0-or-later
# No such table.
cs-gen --table payroll
