import type { Json, JsonObject } from '#protocol/json';
import { sha256Hex } from '../../core/digest';
import type { FileWrite } from '../../runtime/ports';
import type { ToolContext, ToolResult } from '../../runtime/tool';
import { failed, succeeded } from '../defineTool';

/** The paths of the previews that a call names; the gate has already seen to their shape. */
export function previewPaths(given: Json | undefined): readonly string[] {
  if (given === undefined || given === null || typeof given !== 'object') return [];
  if (isList(given)) return given.flatMap(previewPaths);
  const { path, previews } = given;
  return typeof path === 'string' ? [path] : previewPaths(previews);
}

/** Writes exactly what was approved, all files or none, and nothing that the call did not name. */
export async function applyApproved(given: Json | undefined, context: ToolContext): Promise<ToolResult> {
  const named = new Set(previewPaths(given));
  const stray = context.approvedWrites.find(({ path }) => !named.has(path));
  if (stray !== undefined)
    return failed('policy', `${stray.path} was approved but is not in the given preview`);
  if (context.approvedWrites.length === 0) return failed('policy', 'no approved preview to apply');
  await context.workspace.apply(context.approvedWrites);
  return succeeded({ applied: true, files: context.approvedWrites.map(written) });
}

function written({ path, before_sha256, after }: FileWrite): JsonObject {
  if (after === null) return { path, op: 'delete', new_sha256: null };
  return { path, op: before_sha256 === null ? 'create' : 'modify', new_sha256: sha256Hex(after) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
