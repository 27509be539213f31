# SPDX-License-Identifier: GPL-3.0-or-later
# A queue_log is no table.
cs-gen --queue-log --records
