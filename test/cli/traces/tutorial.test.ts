import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const english = readFileSync('docs/tutorials/07_tracer_playground.md', 'utf8');
const japanese = readFileSync('docs/tutorials/07_tracer_playground.ja.md', 'utf8');

/** What a tutorial has people type, and what it shows them after that; `…` stands for what differs each time. */
function steps(text: string): readonly { readonly command: string; readonly shown: string | null }[] {
  const form = /^```sh\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm;
  return [...text.matchAll(form)].map(([, command = '', shown]) => ({ command, shown: shown ?? null }));
}

/** Types everything into one shell that stops at the first failure; gives what each step printed. */
function typed(
  commands: readonly string[],
): Promise<{ readonly outputs: string[]; readonly errors: string }> {
  const script = commands.map((command) => `${command}\necho "@@@"\n`).join('');
  const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: resolve('.'),
    env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', errors: '' };
  shell.stdout.setEncoding('utf8').on('data', (part: string) => (text.out += part));
  shell.stderr.setEncoding('utf8').on('data', (part: string) => (text.errors += part));
  return new Promise((done, fail) => {
    shell.once('error', fail);
    shell.once('close', () => done({ outputs: text.out.split('@@@\n').slice(0, -1), errors: text.errors }));
  });
}

function matches(output: string, shown: string): boolean {
  const parts = shown.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*?')}$`).test(output);
}

describe('the tutorial of traces', function () {
  this.timeout(120_000);

  it('FLOW-29: has people type the same in both languages', () => {
    deepStrictEqual(steps(japanese), steps(english));
    ok(steps(english).length > 10);
  });

  it('FLOW-29: shows what its commands print', async () => {
    const all = steps(english);
    // Whatever happens, the server of the scratch folder ends with the shell.
    const ending = 'trap \'holdpoint stop > /dev/null 2>&1 || true; rm -rf "$scratch"\' EXIT';
    const [first, ...rest] = all.map(({ command }) => command);
    const { outputs, errors } = await typed([`${first}${ending}`, ...rest]);
    strictEqual(outputs.length, all.length, errors);
    all.forEach(({ command, shown }, at) => {
      if (shown === null) return;
      ok(matches(outputs[at] ?? '', shown), `${command}\nprinted\n${outputs[at]}\nand not\n${shown}`);
    });
  });
});
