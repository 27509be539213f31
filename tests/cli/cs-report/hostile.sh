# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing in a cell can become a terminal command or markup.
printf 'comment\tn\n\\x1b[31mred\\x07\t1\n<script>alert(1)</script>\t2\n' >h.tsv
cs-report h.tsv
cs-report --html h.tsv | grep -c '<script'
cs-report --html h.tsv | grep -o '&lt;script[^/]*'
