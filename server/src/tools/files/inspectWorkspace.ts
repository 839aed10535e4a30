import { z } from 'zod';
import type { PathFact, Workspace } from '../../runtime/ports';
import { defineTool, noFacts, succeeded } from '../defineTool';
import { decodeText } from './readFile';

/** Bytes of one preview: nobody may ask for more. */
const previewCap = 128 * 1024;
const mostFiles = 500;

/** Kinds of files that hold text worth a look; a call may narrow or replace the list. */
const usualExtensions = [
  ...[
    '.c',
    '.cc',
    '.cfg',
    '.cjs',
    '.cpp',
    '.cs',
    '.css',
    '.csv',
    '.go',
    '.gradle',
    '.h',
    '.hpp',
    '.html',
    '.ini',
  ],
  ...[
    '.java',
    '.js',
    '.json',
    '.jsonl',
    '.jsx',
    '.kt',
    '.less',
    '.lua',
    '.md',
    '.mjs',
    '.php',
    '.ps1',
    '.py',
    '.rb',
  ],
  ...[
    '.rs',
    '.rst',
    '.scala',
    '.scss',
    '.sh',
    '.sql',
    '.svelte',
    '.swift',
    '.toml',
    '.ts',
    '.tsx',
    '.txt',
    '.vue',
  ],
  ...['.xml', '.yaml', '.yml'],
];

const reasons = ['outside-root', 'not-file', 'extension', 'stat-error', 'preview-unavailable'] as const;
type Reason = (typeof reasons)[number];

interface Entry {
  readonly path: string;
  readonly size: number | null;
  readonly preview: string | null;
  readonly truncated: boolean;
  readonly reason: Reason | null;
}

/**
 * Lists files with a preview of each. A file without a preview says why: it leads outside the workspace, is no file,
 * has another extension, cannot be read, or is no text (or the output limit is reached).
 */
export const inspectWorkspace = defineTool({
  name: 'workspace.inspect',
  aliases: [],
  description: 'Lists files of the workspace with previews of their content.',
  permissionProfile: 'workspace_read',
  input: z.strictObject({
    path: z.string().min(1).default('.'),
    paths: z.array(z.string().min(1)).max(mostFiles).optional(),
    extensions: z.array(z.string().regex(/^\.[A-Za-z0-9]+$/)).optional(),
    max_bytes: z.int().min(1).max(previewCap).default(previewCap),
    limit: z.int().min(1).max(mostFiles).default(200),
  }),
  output: z.object({
    path: z.string(),
    files: z.array(
      z.object({
        path: z.string(),
        size: z.number().nullable(),
        preview: z.string().nullable(),
        truncated: z.boolean(),
        reason: z.enum(reasons).nullable(),
      }),
    ),
    count: z.int(),
    truncated: z.boolean(),
  }),
  // Single `paths` are not listed: one that leads outside is answered with its reason and never read.
  facts: ({ path }) => ({ ...noFacts, effect: 'read', reads: [path] }),
  async perform(input, { workspace, maxOutputBytes }) {
    const extensions = new Set((input.extensions ?? usualExtensions).map((text) => text.toLowerCase()));
    const found = input.paths ?? (await filesBelow(workspace, input.path, input.limit + 1));
    const files: Entry[] = [];
    let room = maxOutputBytes;
    for (const path of found.slice(0, input.limit)) {
      const entry = await inspect(workspace, path, extensions, Math.min(input.max_bytes, room));
      room -= entry.preview?.length ?? 0;
      files.push(entry);
    }
    const output = {
      path: input.path,
      files: [...files.map((entry) => ({ ...entry }))],
      count: files.length,
    };
    return succeeded({ ...output, truncated: found.length > input.limit });
  },
});

async function filesBelow(workspace: Workspace, path: string, limit: number): Promise<readonly string[]> {
  const { relative, kind } = await workspace.fact(path);
  if (kind !== 'directory') return [path];
  const below =
    relative === '.' || relative === '' ? '**' : `${relative.replace(/[\\*?[\]{}()!+@]/g, '\\$&')}/**`;
  return await workspace.find([below], limit);
}

async function inspect(
  workspace: Workspace,
  path: string,
  extensions: ReadonlySet<string>,
  maxBytes: number,
): Promise<Entry> {
  const without = (reason: Reason, size: number | null = null): Entry => ({
    path,
    size,
    preview: null,
    truncated: false,
    reason,
  });
  const refused = refusalOf(await workspace.fact(path), extensions);
  if (refused !== null) return without(refused);
  const file = await workspace.read(path).catch(() => undefined);
  if (file === undefined) return without('stat-error');
  const size = file.bytes.length;
  if (maxBytes <= 0) return without('preview-unavailable', size);
  const preview = decodeText(file.bytes.subarray(0, maxBytes), size > maxBytes);
  if (preview === null) return without('preview-unavailable', size);
  return { path, size, preview, truncated: size > maxBytes, reason: null };
}

function refusalOf(fact: PathFact, extensions: ReadonlySet<string>): Reason | null {
  if (!fact.inside || fact.protected === 'state') return 'outside-root';
  if (fact.kind === 'missing') return 'stat-error';
  if (fact.kind !== 'file') return 'not-file';
  const name = fact.relative.slice(fact.relative.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot >= 0 && extensions.has(name.slice(dot).toLowerCase()) ? null : 'extension';
}
