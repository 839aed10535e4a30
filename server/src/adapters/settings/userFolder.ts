import { join } from 'node:path';

/** Where a person's own settings lie, which hold in every workspace. */
export function userFolder(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: NodeJS.Platform,
): string {
  const windows = platform === 'win32' ? (env['APPDATA'] ?? join(home, 'AppData', 'Roaming')) : undefined;
  return join(windows ?? join(home, '.config'), 'holdpoint');
}
