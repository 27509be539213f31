# SPDX-License-Identifier: GPL-3.0-or-later
# A page of cs-rank --each reads as one: where one stands, figures beside the others', contacts.
awk -f "$SRC/tests/cli/cs-rank/mix.awk" >contacts.tsv
cs-rank -q --each agent --dir pages --contacts contacts.tsv contacts.tsv >list.tsv
cs-report --width 80 pages/h2.page.tsv
cs-report --color=always pages/e6.page.tsv | sed -n '3,4p'
cs-report --markdown pages/h2.page.tsv | sed -n '1,14p'
cs-report --html --title 'Of yours' pages/h2.page.tsv | sed -n '/<h1>/,/<\/article>/p'
echo 'with too few others:'
cs-rank -q --each agent --dir few --min-group 20 contacts.tsv >list.tsv
cs-report few/h2.page.tsv | sed '/How these/,$d'
