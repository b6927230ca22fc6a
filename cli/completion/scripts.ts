export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Scripts that ask `durasync __complete -- WORDS…`, whose last word is the one being typed. */
export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# durasync completion for bash: source <(durasync completion bash)
_durasync() {
  local IFS=$'\\n'
  COMPREPLY=($(durasync __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _durasync durasync
`,
  zsh: `#compdef durasync
# durasync completion for zsh: source <(durasync completion zsh)
_durasync() {
  local -a words_found
  words_found=("\${(@f)$(durasync __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a words_found
}
compdef _durasync durasync
`,
  fish: `# durasync completion for fish: durasync completion fish | source
complete -c durasync -f -a '(durasync __complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};
