# SPDX-License-Identifier: GPL-3.0-or-later
# The user's own metrics read by the unit that their names end with; a list keeps its names whole.
printf 'queue\tlate_share\tt_s\nbilling\t0.14285714\t250.85\n' | cs-report
printf 'agent_id\tagent_name\trole\na1\tKatja Dumont-Eriksen\tagent\n' | cs-report --width 40
