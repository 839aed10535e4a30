import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serverFile } from '#protocol/connection';
import { git, writeFiles } from '../support/scratchRepository';
import { isRemoved, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

/** A plan with one mistake: a step that needs one that is not there. */
export const brokenPlan = `schema: plan/1
title: Broken
goal: To be found out
steps:
  - id: look
    title: Look around
    uses: list_dir
    needs: [nowhere]
    with: {path: .}
`;

/** Makes a copy of the example project as a git repository of its own, with further files beside it; remove it with {@link removeCart}. */
export function cartWorkspace(files: Readonly<Record<string, string>> = {}): string {
  const root = join(temporaryFolder(), 'cart');
  cpSync('docs/examples/cart', root, { recursive: true });
  writeFiles(root, files);
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'config', 'user.name', 'Kim');
  git(root, 'config', 'user.email', 'kim@example.invalid');
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'The shop as it is');
  return root;
}

/**
 * Ends the workspace's server, which outlives the editor, and removes the folder. A window that is about to go may
 * start the server once more, so that it is ended until the folder is gone.
 */
export async function removeCart(root: string): Promise<void> {
  await until('the server to end and the folder to go', () => {
    const pid = serverPid(root);
    if (pid !== undefined) {
      signal(pid, 'SIGTERM');
      return false;
    }
    return isRemoved(dirname(root));
  });
}

/** The process id of the workspace's server, while it lives. */
export function serverPid(root: string): number | undefined {
  try {
    const { pid } = serverFile.parse(JSON.parse(readFileSync(join(root, '.holdpoint/server.json'), 'utf8')));
    return signal(pid, 0) ? pid : undefined;
  } catch {
    // No server was ever started here, or it has gone and taken its file along.
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    // It is gone.
    return false;
  }
}
