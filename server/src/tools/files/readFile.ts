import { z } from 'zod';
import type { FileState } from '../../runtime/ports';
import type { ToolResult } from '../../runtime/tool';
import { defineTool, failed, noFacts, succeeded } from '../defineTool';
import { encodeBase64 } from './base64';

const encodings = ['utf-8', 'utf8', 'base64'] as const;

/** Reads one file: text as UTF-8, or any bytes as base64, up to the output limit. */
export const readFile = defineTool({
  name: 'read_file',
  aliases: ['fs.read'],
  description: 'Reads one file of the workspace.',
  permissionProfile: 'workspace_read',
  input: z.strictObject({ path: z.string().min(1), encoding: z.enum(encodings).default('utf-8') }),
  output: z.object({
    path: z.string(),
    content: z.string(),
    encoding: z.enum(['utf-8', 'base64']),
    size: z.int(),
    sha256: z.string(),
    truncated: z.boolean(),
  }),
  facts: ({ path }) => ({ ...noFacts, effect: 'read', reads: [path] }),
  async perform({ path, encoding }, { workspace, maxOutputBytes }) {
    const { kind, relative } = await workspace.fact(path);
    if (kind === 'directory') return failed('tool_error', `${path} is a directory`);
    const file = await workspace.read(path);
    if (file === undefined) return failed('tool_error', `${path} does not exist`);
    return contentOf(relative, file, encoding === 'base64', maxOutputBytes);
  },
});

function contentOf(path: string, file: FileState, isBase64: boolean, maxBytes: number): ToolResult {
  const { bytes, sha256 } = file;
  const kept = bytes.subarray(0, maxBytes);
  const about = { path, size: bytes.length, sha256, truncated: kept.length < bytes.length };
  if (isBase64) return succeeded({ ...about, content: encodeBase64(kept), encoding: 'base64' });
  const content = decodeText(kept, about.truncated);
  if (content === null)
    return failed('tool_error', `${path} is not text in UTF-8; read it with encoding: base64`);
  return succeeded({ ...about, content, encoding: 'utf-8' });
}

/** The text of UTF-8 bytes with its byte-order mark, or null for other bytes; a character cut off at the end is left out. */
export function decodeText(bytes: Uint8Array, isCut: boolean): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
