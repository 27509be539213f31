# SPDX-License-Identifier: GPL-3.0-or-later
# A cut stream is an error, and what was written says so.
printf 'comment\nfine\nbad' | cs-tag -q | tail -n 1
