/** Code points that some file systems ignore in names (as git guards against on HFS+). */
const ignored = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;

/**
 * Why a path's text alone makes it unfit, on whatever system it was written: it would mean something else on another
 * one. `null` when it may be resolved.
 */
export function pathTextProblem(path: string): string | null {
  if (path === '') return 'it is empty';
  if (hasControl(path)) return 'it holds a control character';
  if (path.includes('\\')) return 'it holds a backslash';
  if (/^[A-Za-z]:/.test(path)) return 'it names a drive';
  if (path.startsWith('~')) return 'it begins with ~';
  const isTrailing = path.split('/').some((part) => part !== '.' && part !== '..' && /[. ]$/.test(part));
  return isTrailing ? 'a part of it ends with a space or a dot' : null;
}

/** What steps must never write, by the slot-relative path: every part is compared as the most lenient system would. */
export function protectionOf(relative: string): 'git' | 'state' | 'policy' | null {
  const parts = relative.split('/').map(foldName);
  if (parts.some((part) => part === '.git' || /^git~\d+$/.test(part))) return 'git';
  if (parts.some((part) => part === '.holdpoint' || /^holdpo~\d+$/.test(part))) return 'state';
  const last = parts.at(-1) ?? '';
  return /\.policy\.ya?ml$/.test(last) || /^holdpo~\d+\.yam$/.test(last) ? 'policy' : null;
}

/** A name as a system would see it that ignores case, width, invisible marks, streams, and dots and spaces at its end. */
function foldName(name: string): string {
  const visible = name.normalize('NFKC').replace(ignored, '').toLowerCase();
  return (visible.split(':')[0] ?? '').replace(/[. ]+$/, '');
}

function hasControl(path: string): boolean {
  for (const character of path) {
    const code = character.charCodeAt(0);
    if (code < 32 || code === 127) return true;
  }
  return false;
}
