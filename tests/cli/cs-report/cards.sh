# SPDX-License-Identifier: GPL-3.0-or-later
# Any records as cards: keys first, values by name with what stands beside them, NULL left out.
{
	printf 'queue\tchannel\tcontacts\tsl_offered_20\tsl_offered_20_n\tp90_wait\tcsat_mean\tcsat_mean_lo\tcsat_mean_hi\n'
	printf 'billing\tphone\t10\t0.87345678\t9\t250\t4.25\t3.9\t4.6\n'
	printf 'प्रश्न 日本語\t\\N\t3\t\\N\t0\t7\t\\N\t\\N\t\\N\n'
} >wide.tsv
cs-report --cards wide.tsv
cs-report --cards --markdown wide.tsv
cs-report --cards --html wide.tsv | sed '1,/<body>/d'
echo 'bands, and long text that wraps in any script:'
printf 'agent_id\tband\tcomment\nAnn\tgreen\tok\nBob\tleaning red\t日本語日本語日本語日本語 and a_word_that_is_longer_than_the_width_of_the_terminal\nEve\tcannot tell: needs 40 more contacts\t\\N\n' |
	cs-report --cards --color=always --width 40
echo 'a sentence of its own, hostile:'
printf 'x\tsays\n1\t\\x1b]0;t\\x07<script>alert(1)</script> [a](http://b)\\nnext\n' >evil.tsv
for form in --width=100 --markdown --html; do
	cs-report "$form" evil.tsv | sed '1,/<body>/{/<!DOC/,$d}' | head -5
done
echo 'nothing but NULL, no key, no rows:'
printf 'queue\tcontacts\n\\N\t\\N\n' | cs-report --cards
printf 'contacts\n5\n' | cs-report --cards
printf 'queue\tcontacts\n' | cs-report --cards
