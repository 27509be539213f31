# SPDX-License-Identifier: GPL-3.0-or-later
try() {
	printf "$1" | cs-report --min-group "$2"
	echo $?
}
try 'queue\tcontacts\nq\t7\n' 1
try 'queue\twait_s\nq\t7\n' 5
try 'queue\tothers_n\nq\t7\n' 5
try 'queue\tcontacts\nq\tmany\n' 5
try 'queue\ttotal_over\tcontacts\nq\t\t7\nr\t\t2\n\\N\tqueue\t9\n' 5
try 'queue\tcontacts\tcontacts_of_total\nq\t7\t0.7\nr\t3\t.3\n' 5
try 'day\tcontacts\tcontacts_rolling_2\n2026-10-01\t7\t\\N\n2026-10-02\t3\t10\n' 5
try 'day\tcontacts\tasa\tasa_n\tasa_ytd\tasa_ytd_n\n2026-10-01\t7\t2.000\t2\t2.000\t9\n' 5
