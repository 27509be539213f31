# SPDX-License-Identifier: GPL-3.0-or-later
# A file is no folder.
: >company
cs-gen --dir company
