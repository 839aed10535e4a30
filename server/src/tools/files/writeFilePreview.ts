import { z } from 'zod';
import { previewDocument } from '#protocol/change';
import { AppError } from '#protocol/errors';
import type { FileWrite, Workspace } from '../../runtime/ports';
import { defineTool, noFacts } from '../defineTool';
import { decodeBase64 } from './base64';

const input = z
  .strictObject({
    path: z.string().min(1),
    /** `null` deletes the file. */
    content: z.string().nullable(),
    encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
    /** Octal, as in `755`; left out, the file keeps its own. */
    mode: z
      .string()
      .regex(/^0?[0-7]{3}$/)
      .optional(),
  })
  .refine(
    ({ content, encoding }) => content === null || encoding === 'utf-8' || decodeBase64(content) !== null,
    {
      path: ['content'],
      message: 'is not base64',
    },
  );

/** First phase of a write: proposes the new content of one file byte for byte and writes nothing. */
export const writeFilePreview = defineTool({
  name: 'write_file_preview',
  aliases: ['fs.preview'],
  description: 'Proposes the content of one file as a preview; writes nothing.',
  permissionProfile: 'workspace_write_preview',
  input,
  output: previewDocument,
  // The path counts as written although nothing is: what may never be applied need not be proposed.
  facts: ({ path }) => ({ ...noFacts, effect: 'read', writes: [path] }),
  async draft({ path, content, encoding, mode }, { workspace }) {
    const { relative, before } = await fileBefore(workspace, path);
    if (content === null && before === undefined)
      throw new AppError('INPUT_INVALID', `${path} does not exist`);
    const write: FileWrite = {
      path: relative,
      before_sha256: before?.sha256 ?? null,
      after: content === null ? null : bytesOf(content, encoding),
      mode: mode === undefined ? null : Number.parseInt(mode, 8),
    };
    return [write];
  },
});

function bytesOf(content: string, encoding: 'utf-8' | 'base64'): Uint8Array {
  return encoding === 'base64'
    ? (decodeBase64(content) ?? new Uint8Array())
    : new TextEncoder().encode(content);
}

/** The file that a proposal starts from, under its one true name in the slot. */
export async function fileBefore(workspace: Workspace, path: string) {
  const fact = await workspace.fact(path);
  if (!fact.inside) throw new AppError('DENIED', `${path} leads outside the workspace`, { path });
  if (fact.kind === 'directory' || fact.kind === 'other') {
    throw new AppError('INPUT_INVALID', `${path} is not a file`, { path });
  }
  return { relative: fact.relative, before: await workspace.read(fact.relative) };
}
