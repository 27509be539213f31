# SPDX-License-Identifier: GPL-3.0-or-later
# Records have no quotes.
cs-gen --quoted 5% --records
