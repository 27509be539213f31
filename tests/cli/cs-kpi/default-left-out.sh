# SPDX-License-Identifier: GPL-3.0-or-later
# The default set leaves out what has no columns, and says which.
printf 'contact_id\twait_s\n1\t5\n' | cs-kpi
printf 'contact_id\tcsat\tsent_label\n1\t5\tnegative\n' | cs-kpi -q
