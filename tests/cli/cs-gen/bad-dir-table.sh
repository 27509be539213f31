# SPDX-License-Identifier: GPL-3.0-or-later
# All tables or one.
cs-gen --dir company --table agents
