import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSettings } from '../../adapters/settings';
import { isBelow } from '../../adapters/workspace/resolvePath';
import {
  type FileLayers,
  type FoundPolicyFile,
  readPolicyFiles,
  workspacePolicyFile,
} from '../../core/policy/layers/readPolicyFiles';
import { refusePolicy } from '../../runtime/plans/refusePolicy';
import type { Invocation } from '../invocation';

/** The policy files of this person and workspace, read without a server; a malformed one is refused with its line. */
export async function localPolicies({
  env,
  globals,
}: Pick<Invocation, 'env' | 'globals'>): Promise<FileLayers> {
  const user = await nodeSettings({ env }).userPolicy();
  const text = workspaceText(globals.root);
  const found: FoundPolicyFile[] = [
    ...(user === undefined ? [] : [{ layer: 'user' as const, ...user }]),
    ...(text === undefined ? [] : [{ layer: 'workspace' as const, file: workspacePolicyFile, text }]),
  ];
  const files = readPolicyFiles(found);
  refusePolicy(files.problems);
  return files;
}

/** The text of the workspace's policy; `null` when something else than a file of the workspace lies there. */
function workspaceText(root: string): string | null | undefined {
  const path = join(root, workspacePolicyFile);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) {
    return undefined;
  }
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile && isBelow(realpathSync(root), realpathSync(path)) ? readFileSync(path, 'utf8') : null;
}
