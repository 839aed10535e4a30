/** What every child may see: where programs and files are, and how to write text. */
const everywhere = ['PATH', 'HOME', 'LANG', 'LANGUAGE', 'TMPDIR', 'TZ', 'USER', 'LOGNAME'];

/** Windows programs do not start, or do not find their own files, without these. */
const onWindows = [
  'SystemRoot',
  'SystemDrive',
  'windir',
  'ComSpec',
  'PATHEXT',
  'TEMP',
  'TMP',
  'USERNAME',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramW6432',
  'CommonProgramFiles',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
];

const locale = /^LC_[A-Z]+$/;

/**
 * The environment a child gets: a closed list of names and those that policy allows. Nothing else is passed on, so
 * no token of ours reaches a child unless somebody named it.
 */
export function childEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  platform: string,
  allow: readonly string[],
): Readonly<Record<string, string>> {
  const fold = platform === 'win32' ? (name: string) => name.toUpperCase() : (name: string) => name;
  const wanted = new Set([...everywhere, ...(platform === 'win32' ? onWindows : []), ...allow].map(fold));
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value !== undefined && (wanted.has(fold(name)) || locale.test(name))) passed[name] = value;
  }
  return passed;
}
