# SPDX-License-Identifier: GPL-3.0-or-later
# Bounds look like what they bound: of a column of the schema, of a metric, of what a name ends with;
# a column that has the name of a bound and bounds nothing is a number.
printf 'queue\tbought_more\tbought_more_lo\tbought_more_hi\tlate_share\tlate_share_lo\tlate_share_hi\tx_lo\n' >t
printf 'a\t0.125\t-0.05\t0.3\t0.5\t0.4\t0.6\t0.2\n' >>t
cs-report --width 100 t | head -3
