# Groups that outgrow --mem go to a temporary file: the table and the cells are the same bytes,
# whatever the threads; where a row depends on others, or there is no room for the file, it is said.
awk 'BEGIN {
	print "contact_id\tcustomer_id\tagent_id\tqueue\tstarted_at\twait_s\tcsat\tcost\tcurrency"
	for (i = 0; i < 40000; i++) {
		x = (i * 7919) % 20011
		printf "%d\t%s\ta%d\t%s\t2026-10-%02dT%02d:00:00Z\t%d\t%s\t%d.%02d\t%s\n", i,
		    x % 11 ? "customer number " x : "\\N", x % 9, x % 3 ? "tab\\there" : "other", x % 28 + 1,
		    x % 24, x * x % 977, x % 5 ? x % 5 : "\\N", x % 40, x % 100, x % 2 ? "EUR" : "USD"
	}
}' >c.tsv
m='contacts,mean_wait,p50_wait,s_share=share(wait_s <= 20),csat_mean,x_points=nps(csat),d=distinct(agent_id)'
check() { # ARGUMENT...
	cs-kpi -q --mem 1G "$@" c.tsv >whole
	for t in 1 3; do
		cs-kpi -q --mem 300K --threads $t "$@" c.tsv | cmp - whole || echo "$t threads differ"
	done
	wc -l <whole
}
check --by customer_id -m "$m"
check --by customer_id -m "$m" --cells
check --by customer_id,day,queue -m "$m" --ci
check --by currency,customer_id -m 'cost_s=sum(cost),p90_wait' --long
check --by wait_s,contact_id -m "$m" --approx
check --by customer_id --cells -m 'n_mean=mean(count(*) per agent_id),k_s=p90(sum(wait_s) per queue)'
cs-kpi -q --threads 1 --mem 300K --by customer_id -m contacts --sort contacts c.tsv
echo $?
cs-kpi -q --threads 1 --mem 300K --by customer_id -m contacts --max-keys 18000 c.tsv >part
echo $?
tail -n 1 part
TMPDIR=none/such cs-kpi -q --mem 300K --by customer_id -m contacts c.tsv
echo $?
ls -A
