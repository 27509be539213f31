# SPDX-License-Identifier: GPL-3.0-or-later
# A header alone is a stream without rows.
printf 'queue\tcontacts\n' | cs-report
