# SPDX-License-Identifier: GPL-3.0-or-later
# Without gaming nothing is said; the head is written all the same. What was not run, and why.
cs-gen -q --rows 3000 --wide | cs-ingest -q --map contacts |
    cs-audit --keep-only "agent_id <> 'a8'" --rule short_calls,repeats_after_short,missed | cut -f 1-6
