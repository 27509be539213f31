# SPDX-License-Identifier: GPL-3.0-or-later
# No day.
cs-gen --start 2026-02-30
