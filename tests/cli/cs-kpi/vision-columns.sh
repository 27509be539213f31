# SPDX-License-Identifier: GPL-3.0-or-later
# What a vision says of a column that is not there is not used; a queue goes before a channel.
printf '[service level]\nqueue a | | 10s |\nchannel chat | | 60s |\n' >v
printf 'queue\tchannel\tdisposition\twait_s\n' >both.tsv
printf 'a\tchat\tanswered\t15\nb\tchat\tanswered\t50\nb\tphone\tanswered\t15\n\\N\t\\N\tanswered\t30\n' >>both.tsv
cs-kpi --vision v --by queue,channel -m sl_target both.tsv
cut -f 1,3,4 both.tsv | cs-kpi --vision v --by queue -m sl_target
cut -f 3,4 both.tsv | cs-kpi --vision v -m sl_target
