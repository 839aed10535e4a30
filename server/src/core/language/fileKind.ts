/** What a file is to Holdpoint; `none` is left alone. */
export type FileKind = 'plan' | 'policy' | 'playbook' | 'flow' | 'none';

/** Tells what a file is, by the `schema:` of its first lines, else by its name, as in `change.plan.yaml`. */
export function fileKind(uri: string, text: string): FileKind {
  const name = nameOf(uri);
  if (!/\.(?:ya?ml|json)$/.test(name)) return 'none';
  const named = schemaForm.exec(text.slice(0, firstCharacters))?.[1];
  const words = name.split(/[.\-_]/);
  return kinds.find((kind) => kind === named) ?? kinds.find((kind) => words.includes(kind)) ?? 'none';
}

const kinds = ['policy', 'playbook', 'flow', 'plan'] as const;
const firstCharacters = 2000;
const schemaForm = /(?:^|\n|[{,]\s*)\s*["']?schema["']?\s*:\s*["']?(plan|policy|playbook|flow)\/\d/;

function nameOf(uri: string): string {
  const path = uri.split(/[?#]/, 1)[0] ?? '';
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last).toLowerCase();
  } catch {
    return last.toLowerCase();
  }
}
