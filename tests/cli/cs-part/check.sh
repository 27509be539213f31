# SPDX-License-Identifier: GPL-3.0-or-later
printf 'a\nx\ny\nz\n' >in
cs-part -q --by a --into d --buckets 4 in >/dev/null
cs-part --check d; echo $?
printf 'a\n' >d/part-001.tsv
rm d/part-003.tsv
cs-part --check d; echo $?
rm d/manifest.tsv
cs-part --check d; echo $?
