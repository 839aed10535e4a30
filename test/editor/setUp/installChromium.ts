import { findChromium, missingChromium } from '../../support/chromium';
import { runProgram } from './runProgram';

/** Sees to it that a Chromium is there: installs Debian's where that is possible, else says what to install. */
export function installChromium(): void {
  if (findChromium() !== undefined) {
    return;
  }
  if (process.getuid?.() !== 0 || runProgram('apt-get', ['--version']).status !== 0) {
    throw new Error(missingChromium);
  }
  process.stderr.write('Installing Chromium with apt-get …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status, output } = runProgram('apt-get', words, { env });
    if (status !== 0) {
      throw new Error(`${missingChromium}\napt-get ${words[0]} ended with ${status}:\n${output}`);
    }
  }
  if (findChromium() === undefined) {
    throw new Error(missingChromium);
  }
}
