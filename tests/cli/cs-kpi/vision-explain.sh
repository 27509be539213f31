# SPDX-License-Identifier: GPL-3.0-or-later
# What a vision makes of the dictionary's words, for metrics of one's own too.
printf '[service level]\nqueue vip | sl_answered | 10s | 3s\nqueue it'\''s | | 10s |\nchannel chat | | 1m |\n' >v
printf '[repeats]\nevery | 2d\nreason a b | 1w\n' >>v
cs-kpi --vision v --explain 'sl_target,ab_target,late_share=share(wait_s > sl_threshold_s),w_s=max(repeat_window_s)' |
    grep -E '^[a-z]|becomes'
