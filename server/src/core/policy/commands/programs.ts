/** Names that stand for the same program; the first of each row is the one that is compared. */
const sameProgram: readonly (readonly string[])[] = [
  ['remove-item', 'rm', 'ri', 'del', 'erase', 'rd', 'rmdir'],
  ['copy-item', 'cp', 'copy', 'cpi'],
  ['move-item', 'mv', 'move', 'mi'],
  ['rename-item', 'ren', 'rni'],
  ['get-content', 'cat', 'gc', 'type'],
  ['get-childitem', 'ls', 'dir', 'gci'],
  ['set-location', 'cd', 'chdir', 'sl'],
  ['new-item', 'ni'],
  ['clear-content', 'clc'],
  ['add-content', 'ac'],
  ['write-output', 'echo', 'write'],
  ['invoke-webrequest', 'iwr', 'curl', 'wget'],
  ['invoke-restmethod', 'irm'],
  ['invoke-expression', 'iex'],
  ['invoke-command', 'icm'],
  ['invoke-item', 'ii'],
  ['start-process', 'saps', 'start'],
  ['stop-process', 'kill', 'spps'],
  ['stop-service', 'spsv'],
  ['set-variable', 'sv'],
  ['set-alias', 'sal', 'alias', 'new-alias', 'nal'],
  ['foreach-object', 'foreach', '%'],
  ['where-object', 'where', '?'],
  ['select-string', 'sls'],
  ['powershell', 'pwsh'],
  ['python', 'python2', 'python3', 'py'],
  ['node', 'nodejs'],
  ['pip', 'pip3'],
  ['source', '.'],
];

const folded = new Map(sameProgram.flatMap((row) => row.map((name) => [name, row[0] ?? name] as const)));

const standardFolders = new Set([
  '/bin',
  '/usr/bin',
  '/usr/local/bin',
  '/sbin',
  '/usr/sbin',
  '/opt/homebrew/bin',
]);

/** The name under which a program is compared: last part of its path, no `.exe`, lower case, aliases folded. */
export function programName(written: string): string {
  const last = Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\'));
  let name = (last < 0 ? written : written.slice(last + 1)).toLowerCase();
  if (name.endsWith('.exe') || name.endsWith('.com') || name.endsWith('.cmd') || name.endsWith('.bat')) {
    name = name.slice(0, -4);
  }
  const plain = name.startsWith('python') || name.startsWith('pip') ? name.replace(/[\d.]+$/, '') : name;
  return folded.get(plain) ?? plain;
}

/** Whether the written name can only mean the program known by it: a bare name, or one in a standard folder. */
export function isWellKnown(written: string): boolean {
  if (!written.includes('/') && !written.includes('\\')) return true;
  return standardFolders.has(written.slice(0, Math.max(0, written.lastIndexOf('/'))));
}

/** Interpreters that take commands from an argument or from standard input. */
export const bashLike: ReadonlySet<string> = new Set([
  'bash',
  'sh',
  'dash',
  'zsh',
  'ksh',
  'ash',
  'mksh',
  'rbash',
]);

/** Programs that run whatever text they are given. */
export const interpreters: ReadonlySet<string> = new Set([
  ...bashLike,
  'powershell',
  'cmd',
  'fish',
  'csh',
  'tcsh',
  'python',
  'node',
  'deno',
  'bun',
  'perl',
  'ruby',
  'php',
  'lua',
  'osascript',
  'invoke-expression',
  'source',
]);

/** Programs that fetch something from another machine. */
export const fetchers: ReadonlySet<string> = new Set([
  'invoke-webrequest',
  'invoke-restmethod',
  'aria2c',
  'fetch',
  'http',
  'https',
  'nc',
  'ncat',
  'ftp',
  'scp',
]);

/** Why a name is not to be trusted: characters that only look like others, or that nobody sees. */
export function suspectName(text: string): string | null {
  if (/^[\x20-\x7e]*$/.test(text)) return null;
  return 'characters outside plain ASCII in the name of a program or flag';
}

const dashLike = /^[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/;

/** Why an argument is not to be trusted, `null` if nothing hides in it. */
export function suspectArgument(text: string): string | null {
  if (/^[\x20-\x7e]*$/.test(text)) return null;
  if (dashLike.test(text)) return 'a dash that only looks like one';
  if (/^\p{Cf}/u.test(text)) return 'characters that nobody sees';
  if (!text.startsWith('-')) return null;
  const end = text.indexOf('=');
  return suspectName(end < 0 ? text : text.slice(0, end));
}
