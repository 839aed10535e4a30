import { z } from 'zod';
import { previewDocument } from '#protocol/change';
import { AppError } from '#protocol/errors';
import type { Json } from '#protocol/json';
import { applyPatchFile, parsePatch } from '../../core/change/patch';
import { globTest } from '../../core/globs/globTest';
import type { FileWrite, Workspace } from '../../runtime/ports';
import { defineTool, noFacts } from '../defineTool';
import { applyApproved, previewPaths } from './applyApproved';
import { appliedShape, givenPreview } from './givenPreview';
import { fileBefore } from './writeFilePreview';

/** `request.write` is how flow files ask for the second phase; inside there is only `mode`. */
const input = z
  .strictObject({
    patch: z.string().min(1).optional(),
    mode: z.enum(['preview', 'apply']).optional(),
    preview: givenPreview,
    allowed_paths: z.array(z.string().min(1)).optional(),
    request: z.strictObject({ write: z.boolean() }).optional(),
  })
  .transform(({ request, mode, ...rest }) => ({
    ...rest,
    mode: mode ?? (request?.write ? 'apply' : 'preview'),
  }))
  .refine(({ patch, mode }) => mode === 'apply' || patch !== undefined, {
    path: ['patch'],
    message: 'is missing',
  });

type PatchFile = Parameters<typeof applyPatchFile>[1];
type Parsed = { readonly files: readonly PatchFile[] } | { readonly problem: string };

/**
 * A patch of one or more files in two phases: as `preview` it must fit the files exactly and is only proposed, as
 * `apply` the approved preview is written. `allowed_paths` narrows which files it may be about.
 */
export const applyPatch = defineTool({
  name: 'apply_patch',
  aliases: ['patch'],
  description: 'Proposes a unified patch as previews, or writes the approved ones.',
  permissionProfile: 'workspace_patch',
  input,
  output: z.union([z.object({ previews: z.array(previewDocument), changed: z.boolean() }), appliedShape]),
  facts({ patch, mode, preview, allowed_paths }) {
    const parsed = parsedPatch(patch);
    const patched = 'files' in parsed ? parsed.files.map(({ path }) => path) : [];
    const refusal = outsideAllowed([...patched, ...previewPaths(preview)], allowed_paths);
    if (mode === 'preview') return { ...noFacts, effect: 'read', writes: patched, refusal };
    return { ...noFacts, effect: 'write', risk: 'medium', writes: previewPaths(preview), refusal };
  },
  async draft({ patch }, { workspace }) {
    const parsed = parsedPatch(patch);
    if ('problem' in parsed) throw new AppError('INPUT_INVALID', parsed.problem);
    const writes: FileWrite[] = [];
    for (const file of parsed.files) writes.push(await draftOf(workspace, file));
    return writes;
  },
  async perform({ preview }, context) {
    return await applyApproved(preview as Json | undefined, context);
  },
});

function parsedPatch(patch: string | undefined): Parsed {
  return patch === undefined ? { files: [] } : parsePatch(patch);
}

function outsideAllowed(paths: readonly string[], allowed: readonly string[] | undefined): string | null {
  if (allowed === undefined) return null;
  const isAllowed = globTest(allowed, 'path', false);
  const stray = paths.find((path) => !isAllowed(path));
  return stray === undefined ? null : `${stray} is not among allowed_paths`;
}

async function draftOf(workspace: Workspace, file: PatchFile): Promise<FileWrite> {
  const { relative, before } = await fileBefore(workspace, file.path);
  const applied = applyPatchFile(before?.bytes ?? null, file);
  if ('problem' in applied) {
    throw new AppError('PREVIEW_MISMATCH', applied.problem, { stale: [relative] });
  }
  return { path: relative, before_sha256: before?.sha256 ?? null, after: applied.after, mode: file.mode };
}
