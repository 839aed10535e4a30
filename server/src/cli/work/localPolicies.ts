import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSettings } from '../../adapters/settings';
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
  const text = textOf(join(globals.root, workspacePolicyFile));
  const found: FoundPolicyFile[] = [
    ...(user === undefined ? [] : [{ layer: 'user' as const, ...user }]),
    ...(text === null ? [] : [{ layer: 'workspace' as const, file: workspacePolicyFile, text }]),
  ];
  const files = readPolicyFiles(found);
  refusePolicy(files.problems);
  return files;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}
