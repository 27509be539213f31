# SPDX-License-Identifier: GPL-3.0-or-later
# A stage that failed gives no report.
printf 'queue\tcontacts\nbilling\t3\n\\! disk full\n' | cs-report --html
