# SPDX-License-Identifier: GPL-3.0-or-later
# The vision says which groups are too small to be named; an option and a set go before it.
printf 'contact_id\tteam\n' >in.tsv
awk 'BEGIN { for (i = 1; i <= 20; i++) printf "c%d\t%s\n", i, i < 10 ? "a" : i < 16 ? "b" : i < 19 ? "c" : "d" }' >>in.tsv
printf '[vision]\nmin_group = 5\n[set s]\nmetrics = contacts\nby = team\nshape = min-group 2\n' >v
echo '-- as the option does'
cs-kpi --vision v --by team -m contacts in.tsv
cs-kpi -q --min-group 5 --by team -m contacts in.tsv
echo '-- the option, and the set'
cs-kpi -q --vision v --min-group 2 --by team -m contacts in.tsv
cs-kpi -q --vision v --set s in.tsv
echo '-- no keys, no groups; cells name all'
cs-kpi -q --vision v -m contacts in.tsv
cs-kpi -q --vision v --by team -m contacts --cells in.tsv | cs-kpi -q --render
echo '-- what would tell is refused'
cs-kpi --vision v --by team -m contacts --pivot team in.tsv
