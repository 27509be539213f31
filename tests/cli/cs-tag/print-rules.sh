# SPDX-License-Identifier: GPL-3.0-or-later
# The built-in rules can be taken as a beginning for one's own.
cs-tag --print-rules >own
cs-tag -q --check-rules --no-builtin --rules own && grep -c '^\[' own >count && [ "$(cat count)" -gt 30 ]
