# SPDX-License-Identifier: GPL-3.0-or-later
# A stream that was cut gives no report.
printf 'queue\tcontacts\nbilling\t3' | cs-report
