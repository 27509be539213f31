#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The cases of each tool: tests/cli/TOOL/CASE.sh.
use strict;
use warnings;

require './tests/cases.pl';

exit run_cases(sort glob 'tests/cli/*/*.sh');
