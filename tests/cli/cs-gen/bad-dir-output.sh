# SPDX-License-Identifier: GPL-3.0-or-later
# One place.
cs-gen --dir company -o contacts.csv
