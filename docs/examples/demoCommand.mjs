// Runs the real command line of this clone, as a person would.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { say } from './demoVoice.mjs';

const program = fileURLToPath(new URL('../../dist/server/cli.cjs', import.meta.url));
const suggestions = new URL('./demoSuggestions.mjs', import.meta.url).href;

/** The `holdpoint` command in one folder. `hasPerson`: somebody at a terminal answers its questions. */
export class HoldpointCommand {
  #cwd;
  #hasPerson;

  constructor(cwd, hasPerson) {
    if (!existsSync(program)) {
      throw new Error('Nothing is built yet. Run: npm run demo');
    }
    this.#cwd = cwd;
    this.#hasPerson = hasPerson;
  }

  /** How to call it from anywhere. */
  get spelling() {
    return `node "${program}" --root "${this.#cwd}"`;
  }

  /** Shows the command and all that it prints; answers with its exit code. Its questions go to the person. */
  async show(...words) {
    this.announce(...words);
    const options = ['--locale', 'en', ...(this.#hasPerson ? [] : ['--non-interactive'])];
    const node = this.#hasPerson ? ['--import', suggestions] : [];
    const stdio = this.#hasPerson ? 'inherit' : ['ignore', 'pipe', 'pipe'];
    const child = spawn(process.execPath, [...node, program, ...options, ...words], {
      cwd: this.#cwd,
      env: environment(),
      stdio,
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) {
        createInterface({ input: stream }).on('line', (line) => say(`  | ${line}`.trimEnd()));
      }
    }
    const exit = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    return exit;
  }

  /** Shows the command line alone, short, as a person would type it. */
  announce(...words) {
    const typed = words.map((word) => (/^[\w./:=-]+$/.test(word) ? word : `"${word}"`));
    say(`  $ holdpoint ${typed.join(' ')}`);
  }

  /** Asks quietly; answers with the document. A refusal ends the demo. */
  ask(...words) {
    return JSON.parse(this.read('--json', '--non-interactive', ...words));
  }

  /** What a command prints to stdout, read quietly. A refusal ends the demo. */
  read(...words) {
    const options = { cwd: this.#cwd, env: environment(), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], options);
    if (status !== 0) {
      throw new Error(`holdpoint ${words.join(' ')} ended with exit code ${status}: ${stdout}${stderr}`);
    }
    return stdout;
  }

  /** Ends the server that the first command started. */
  stop() {
    spawnSync(process.execPath, [program, 'stop'], { cwd: this.#cwd, env: environment() });
  }
}

/** The demo uses its own server, whatever server the person uses else. */
function environment() {
  const env = { ...process.env };
  for (const name of ['HOLDPOINT_BASE_URL', 'HOLDPOINT_TOKEN', 'NODE_TEST_CONTEXT']) {
    delete env[name];
  }
  return env;
}
