import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import process from 'node:process';
import { windowsProgram } from './windowsProgram';

/** Whether a program of this name, without a folder, lies on the PATH of an environment, as starting it would find it. */
export async function isOnPath(
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<boolean> {
  if (process.platform === 'win32') {
    return 'argv' in windowsProgram([program], environment, process.cwd());
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, program), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
