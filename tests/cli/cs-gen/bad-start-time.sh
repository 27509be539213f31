# SPDX-License-Identifier: GPL-3.0-or-later
# A day, not a time.
cs-gen --start '2026-02-03 10:00'
