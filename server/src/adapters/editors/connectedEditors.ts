import { join } from 'node:path';
import type { Editors } from '../../runtime/ports';

/** Editors that have connected and say what they hold; `unsaved` gives absolute real paths. */
export function connectedEditors(unsaved: () => ReadonlySet<string>): Editors {
  return {
    hasUnsaved: () => unsaved().size > 0,
    unsaved: (root, paths) => {
      const held = new Set([...unsaved()].map(folded));
      return held.size === 0 ? [] : paths.filter((path) => held.has(folded(join(root, path))));
    },
  };
}

/** The memory twin: `hold` is what a person does who types, `release` what they do who save or revert. */
export function memoryEditors(): Editors & { hold(path: string): void; release(path: string): void } {
  const held = new Set<string>();
  return {
    hasUnsaved: () => held.size > 0,
    unsaved: (_root, paths) => paths.filter((path) => held.has(path)),
    hold: (path) => void held.add(path),
    release: (path) => void held.delete(path),
  };
}

/** On systems whose names ignore case, two spellings are one file. */
function folded(path: string): string {
  return process.platform === 'win32' || process.platform === 'darwin' ? path.toLowerCase() : path;
}
