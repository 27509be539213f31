# SPDX-License-Identifier: GPL-3.0-or-later
# The same bytes whatever the threads.
cs-gen --rows 20000 >one.csv
cs-gen --rows 20000 --threads 5 | cmp - one.csv
cs-gen --rows 20000 --seed 2 | cmp -s - one.csv
