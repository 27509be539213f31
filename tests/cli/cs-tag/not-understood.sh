# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing said, or in another language: no label, never neutral. Themes may still be found.
printf '[paket]\nany = Paket\n' >own
printf 'comment\n   \n12345\n@acme\nDas Paket ist nicht da\nok\n' | cs-tag -q --rules own
