# SPDX-License-Identifier: GPL-3.0-or-later
# Columns of --add with any window have the type of their kind for who reads them: t and f are
# conditions, places are numbers; other columns of such an ending are the user's, text.
awk -f "$SRC/tests/cli/cs-kpi/contacts.awk" >c.tsv
cs-kpi -q --as-of 2026-11-01 --add repeat_9d,chain_n_fixed_36h,chain_id_2w,chain_length_fixed_90m c.tsv >more.tsv
cs-kpi -q --by repeat_9d -m 'again_share=share(repeat_9d),place_ratio=mean(chain_n_fixed_36h),length_ratio=mean(chain_length_fixed_90m)' more.tsv
cs-kpi -q --where 'repeat_9d and chain_n_fixed_36h >= 1' -m contacts more.tsv
sed '1s/chain_n_fixed_36h/place_36h/' more.tsv | cs-kpi -q -m 'place_ratio=mean(place_36h)'
