#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Whole pipelines, as a manager types them: tests/pipe/STORY.sh.
use strict;
use warnings;

require './tests/cases.pl';

exit run_cases(sort glob 'tests/pipe/*.sh');
