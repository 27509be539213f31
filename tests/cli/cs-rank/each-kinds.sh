# SPDX-License-Identifier: GPL-3.0-or-later
# Own pages of means and net promoter scores, of floors that are missed, of teams by their people,
# of the window alone, of chosen contacts, of rates of the hour.
here=$SRC/tests/cli/cs-rank
awk -f "$here/team.awk" "$here/team" >contacts.tsv
page() {
	rm -rf pages
	who=$1
	shift
	cs-rank -q --dir pages "$@" >/dev/null && cut -f 2-8,10-13,15-17,19 "pages/$who.page.tsv"
}
echo 'means and scores:'
page fay --each agent -m csat_mean,nps,mean_talk:1:down --contacts contacts.tsv contacts.tsv
echo 'a floor:'
cat >team.vision <<'END'
[metric solved_customer_share]
weight = 3

[metric csat_top2]
floor = 77%
END
page hal --each agent --vision team.vision contacts.tsv
page eve --each agent --vision team.vision contacts.tsv | sed -n 2p
page ann --each agent --vision team.vision contacts.tsv | cut -f 1-6,15
echo 'chosen contacts, from cells as from the contacts:'
page eve --each agent -m csat --where 'talk_s > 150' --contacts contacts.tsv contacts.tsv |
	tail -4 >chosen
cat chosen
cs-kpi -q --by agent,queue -m csat_top2 --where 'talk_s > 150' --cells contacts.tsv >chosen.cells
page eve --each agent -m csat --contacts contacts.tsv chosen.cells | tail -4 | cmp - chosen
echo 'of the window:'
awk -f "$here/half.awk" >half.tsv
page a --each agent --window 1mo --contacts half.tsv half.tsv | cut -f 1,13-
echo 'teams:'
awk -f "$here/nested.awk" >nested.tsv
page f --each leader --contacts nested.tsv nested.tsv
