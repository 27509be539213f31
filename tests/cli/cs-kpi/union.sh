# SPDX-License-Identifier: GPL-3.0-or-later
# Inputs with different columns.
printf 'contact_id\twait_s\n1\t5\n' >a
printf 'wait_s\tcontact_id\tqueue\n7\t2\tq\n' >b
cs-kpi -q -m contacts,mean_wait a b
cs-kpi -q --union -m contacts,mean_wait a b
