import type { Json } from '#protocol/json';

/** What a write is given, by name. */
export type Inputs = Readonly<Record<string, unknown>>;

/** A write in two halves: what the step that drafts it is given, and what the one that applies it says beside the preview. */
export interface PreviewHalves {
  /** The tool that drafts; a patch drafts itself. */
  readonly drafts: 'write_file_preview' | 'apply_patch';
  readonly draft: Readonly<Record<string, Json>>;
  readonly apply: Readonly<Record<string, Json>>;
}

/** Divides a write that nothing has drafted; what only its author can say is left to be filled in. */
export function previewHalves(uses: string, given: Inputs): PreviewHalves {
  if (uses !== 'apply_patch') {
    const { path, content } = given;
    const draft = { path: textOf(path, 'path/to/file'), content: textOf(content, '') };
    return { drafts: 'write_file_preview', draft, apply: {} };
  }
  const { mode: _mode, preview: _preview, request: _request, ...own } = given as Record<string, Json>;
  const isGiven = own['patch'] !== undefined || own['diff'] !== undefined;
  const draft = { mode: 'preview', ...own, ...(isGiven ? {} : { patch: emptyPatch }) };
  return { drafts: 'apply_patch', draft, apply: { mode: 'apply' } };
}

/** Inputs in braces, as they may stand in YAML and in JSON. */
export function inBraces(inputs: Readonly<Record<string, Json>>, isJson: boolean): string {
  const members = Object.entries(inputs).map(
    ([key, value]) => `${isJson ? JSON.stringify(key) : key}: ${JSON.stringify(value)}`,
  );
  return `{ ${members.join(', ')} }`;
}

/** A name that nothing has yet. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}_${count}`;
    if (!taken.has(name)) return name;
  }
}

const emptyPatch = '--- a/path/to/file\n+++ b/path/to/file\n@@ -1 +1 @@\n-old\n+new\n';

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
