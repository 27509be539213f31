# SPDX-License-Identifier: GPL-3.0-or-later
# No bytes are no stream.
cs-report </dev/null
