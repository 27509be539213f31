# SPDX-License-Identifier: GPL-3.0-or-later
# Agents are not wide.
cs-gen --wide --table agents
