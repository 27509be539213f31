# SPDX-License-Identifier: GPL-3.0-or-later
# Bytes that a terminal would act on are shown, not passed on; a tab and a line's end stay in a cell.
printf 'queue\tcontacts\nred \033[31m\t1\nc1 \302\233 x\t2\nover \342\200\256 r\t3\na\\tb\\nc\t4\nbell\007,d\t5\n' |
	cs-report --csv
