import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** State of ours, and what git itself writes when it only looks. */
const leftOut = /^[.]holdpoint(?:[/]|$)|^[.]git[/](?:objects|refs[/]holdpoint|info|packed-refs)(?:[/]|$)/;

/**
 * Every path below a folder with its kind, mode and content: the user's files as well as HEAD, index, reflog, hooks,
 * configuration and branches of its repository. Two equal states mean that nothing was touched.
 */
export function treeState(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = (folder: string) => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (leftOut.test(path)) {
        continue;
      }
      const stat = lstatSync(join(root, path));
      found[path] = `${stat.mode.toString(8)} ${contentOf(join(root, path), stat)}`;
      if (stat.isDirectory()) {
        visit(path);
      }
    }
  };
  visit('');
  return found;
}

function contentOf(path: string, stat: ReturnType<typeof lstatSync>): string {
  if (stat?.isSymbolicLink()) {
    return `-> ${readlinkSync(path)}`;
  }
  return stat?.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
}
