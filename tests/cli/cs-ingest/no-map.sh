# SPDX-License-Identifier: GPL-3.0-or-later
# Without a map known headers get their type, aliases their name; the rest is text.
printf 'Contact,STARTED_AT,Wait,mood,,mood\n1,2026-10-05 09:00,007,ok,x,y\n' | cs-ingest
