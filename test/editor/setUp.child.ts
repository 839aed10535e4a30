import { installChromium } from './setUp/installChromium';
import { installExtension } from './setUp/installExtension';
import { installHost } from './setUp/installHost';

// Sees to all that the tests in a real editor and those of the views need; quick where it is there already.
try {
  installChromium();
  if (!process.argv.includes('--browser')) {
    installHost();
    installExtension();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
