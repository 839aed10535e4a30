import { existsSync, lstatSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

/** What nobody may lay into a workspace for somebody else: who is let in, who is told, what was approved, what is listened to. */
const telling = [
  'token',
  'tokens.json',
  'webhooks.json',
  'discord.json',
  'store.db',
  'server.json',
  'content',
];

/**
 * Why a state folder is not one that this program made, or null. Ours is for its owner alone from the first moment on; a
 * checkout or an archive makes one that others may enter, with tokens and webhooks of whoever packed it. Nor do we make
 * links, which would have the record written elsewhere.
 */
export function foreignState(folder: string): string | null {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) {
    return null;
  }
  const link = readdirSync(folder, { withFileTypes: true }).find((entry) => entry.isSymbolicLink());
  if (link !== undefined) {
    return `${join(folder, link.name)} is a link, which holdpoint never makes; remove it and start again`;
  }
  const isOpen = process.platform !== 'win32' && (found.mode & 0o077) !== 0;
  const laid = isOpen ? telling.filter((name) => existsSync(join(folder, name))) : [];
  return laid.length > 0 && keepsModes(folder)
    ? `${folder} was not made by holdpoint: others may enter it, and it holds ${laid.join(', ')}; remove it if it came with the workspace, or say 'chmod 700' to it if it is yours`
    : null;
}

/** Some file systems know no modes: there everything is open, whoever made it. */
function keepsModes(folder: string): boolean {
  const probe = join(folder, `probe.${process.pid}`);
  mkdirSync(probe, { mode: 0o700 });
  try {
    return (lstatSync(probe).mode & 0o077) === 0;
  } finally {
    rmdirSync(probe);
  }
}
