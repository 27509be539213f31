# SPDX-License-Identifier: GPL-3.0-or-later
# Text of any script is aligned by its width.
printf 'agent_id\tcontacts\n日本語\t12\ncafé\t3\nहिन्दी\t4\n👩‍💻\t5\n' | cs-report
