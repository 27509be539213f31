# SPDX-License-Identifier: GPL-3.0-or-later
# Scores that are none, decimals with many digits.
printf 'contact_id\tnps\tcost\n1\t11\t0.1234567\n2\t9\t0.1\n' | cs-kpi -m nps,cost_mean
