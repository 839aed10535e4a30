const prefixes = /^(?:holdpoint\.step|execute_tool|invoke_workflow|holdpoint\.(?=\w)) ?/;

/** The name of a span for people: what its kind says already is left out. */
export function spanName(name: string): string {
  return name.replace(prefixes, '') || name;
}

/** The step that a span is an attempt of; null when it is none. */
export function stepOf(name: string): string | null {
  return name.startsWith('holdpoint.step ') ? name.slice('holdpoint.step '.length) : null;
}

/** The icon of a kind of span. */
export function kindIcon(kind: string): string {
  return icons[kind] ?? 'circle-small-filled';
}

const icons: Readonly<Record<string, string>> = {
  run: 'rocket',
  step: 'checklist',
  attempt: 'debug-restart',
  tool: 'tools',
  llm: 'sparkle',
  service: 'server',
  git: 'git-commit',
  gate: 'shield',
  wait: 'person',
};
