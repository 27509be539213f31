# SPDX-License-Identifier: GPL-3.0-or-later
# Where an estimate does not belong: who is named, and the two levels of an aggregate of two.
printf 'agent_id\tcustomer_id\tqueue\nada\tC1\tq\n' >rows
cs-kpi --by agent -m 'd=distinct_approx(customer_id)' --min-group 5:d rows
echo $?
cs-kpi -m 'd=mean(distinct_approx(queue) per customer_id)' rows
echo $?
cs-kpi -m 'd=distinct_approx(count(*) per customer_id)' rows
echo $?
cs-kpi -m 'd=distinct_approx()' rows
echo $?
