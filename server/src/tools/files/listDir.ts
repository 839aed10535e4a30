import { z } from 'zod';
import { defineTool, failed, noFacts, succeeded } from '../defineTool';

/** A directory with more entries is cut off: nobody reads on. */
const mostEntries = 10_000;

/** Lists one directory, sorted by name. */
export const listDir = defineTool({
  name: 'list_dir',
  aliases: ['fs.list'],
  description: 'Lists one directory of the workspace.',
  permissionProfile: 'workspace_read',
  input: z.strictObject({ path: z.string().min(1).default('.') }),
  output: z.object({
    path: z.string(),
    entries: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['file', 'directory', 'symlink', 'other']),
        size: z.number(),
      }),
    ),
    total: z.int(),
    truncated: z.boolean(),
  }),
  facts: ({ path }) => ({ ...noFacts, effect: 'read', reads: [path] }),
  async perform({ path }, { workspace }) {
    const { kind, relative } = await workspace.fact(path);
    if (kind === 'missing') return failed('tool_error', `${path} does not exist`);
    if (kind !== 'directory') return failed('tool_error', `${path} is not a directory`);
    const all = [...(await workspace.list(path))].sort((a, b) => (a.name < b.name ? -1 : 1));
    const entries = all
      .slice(0, mostEntries)
      .map(({ name, kind: entryKind, size }) => ({ name, kind: entryKind, size }));
    return succeeded({ path: relative, entries, total: all.length, truncated: all.length > mostEntries });
  },
});
