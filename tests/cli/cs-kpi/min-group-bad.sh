# SPDX-License-Identifier: GPL-3.0-or-later
printf 'contact_id\tteam\tcustomer_id\tstarted_at\n' >in
for how in 1 x 5: 5:asa 5:our_mean_s '5 --rolling 2' '5 --vs previous' '5 --pivot team'; do
	# shellcheck disable=SC2086 # options
	cs-kpi --by day,team -m contacts,'our_mean_s=mean(length(team))' --min-group $how in; echo $?
done
cs-kpi -m contacts --min-group 5 in; echo $?
cs-kpi --by team -m contacts --cells --min-group 5 in; echo $?
cs-kpi --contacts contacts --min-group 5 in; echo $?
cs-kpi --add repeat_1d --min-group 5 in; echo $?
cs-kpi --by team -m contacts --partial --min-group 5 in; echo $?
