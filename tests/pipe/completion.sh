# The completion of every tool is a script that its shell takes.
for tool in $(cd "$SRC/cmd" && ls *.c); do
	tool=${tool%.c}
	"$tool" --completion bash >"$tool.bash" || exit
	if command -v bash >/dev/null; then bash -n "$tool.bash" || exit; fi
	"$tool" --completion zsh >"$tool.zsh" || exit
	"$tool" --completion fish >"$tool.fish" || exit
	if command -v zsh >/dev/null; then zsh -n "$tool.zsh" || exit; fi
	if command -v fish >/dev/null; then fish --no-execute "$tool.fish" || exit; fi
	grep -q -e '--trace' "$tool.bash" || exit
done
