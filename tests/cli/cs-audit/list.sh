# SPDX-License-Identifier: GPL-3.0-or-later
# Which rules can be run; only the head is read. Of desk.tsv, then with a target and a rule of one's own.
cat >own <<'E'
[rule long_wrap]
metric = mean_wrap
test = share
when = wrap_s > target_wrap_s
units = agent, team
says = wrap-up takes long
question = What is it spent on?
E
cs-audit --list --rules own --rule long_wrap,short_calls,repeats_after_short "$TESTDATA/desk.tsv"
cs-audit --list --rules own --rule long_wrap --target wrap_s=2m "$TESTDATA/desk.tsv"
