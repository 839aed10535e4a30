import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { methods } from '#protocol/methods';
import { commandTable } from '../../server/src/transports/discord/commands/commandTable';
import { holdpoint } from '../support/holdpointCli';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';
import { botToken, doorEnvironment } from './discordScene';
import { LoopbackDiscord } from './loopback/loopbackDiscord';

const guide = readFileSync('docs/discord.md', 'utf8');
const marked = /^<!-- discord: (file|run|serve)([ \d]*) -->\n```\w+\n([\s\S]*?)^```/gm;

describe('docs/discord.md', function () {
  this.timeout(120_000);

  let root: string;
  /** The person's own folder, outside the workspace. */
  let home: string;
  let discord: LoopbackDiscord;

  before(async () => {
    root = temporaryFolder();
    home = temporaryFolder();
    discord = await LoopbackDiscord.open(botToken);
    const bin = join(root, 'bin');
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'holdpoint'),
      `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/server/cli.cjs')}" "$@"\n`,
    );
    chmodSync(join(bin, 'holdpoint'), 0o755);
  });
  after(async () => {
    await holdpoint(root, 'stop');
    await discord.close();
    removeFolder(root);
    removeFolder(home);
  });

  /** A shell as the reader has it: `holdpoint` on the path, the token in the environment. */
  const shell = (command: string) => {
    const PATH = `${join(root, 'bin')}${delimiter}${process.env['PATH']}`;
    const door = { ...doorEnvironment(root, discord.api), HOME: home };
    const env = { ...process.env, PATH, XDG_RUNTIME_DIR: root, ...door };
    const child = spawn('sh', ['-c', command], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        said += String(part);
      });
    }
    const ended = new Promise<number | null>((done) => child.once('close', done));
    return { child, ended, said: () => said };
  };

  it('GATE-25: leads from a file with people to an open door, by commands that do what it says', async () => {
    let count = 0;
    for (const [, kind = '', exits = '', text = ''] of guide.matchAll(marked)) {
      count += 1;
      await acts[kind as keyof typeof acts](text, exits.trim().split(' ').map(Number));
    }
    assert.equal(count, 4);
  });

  const acts = {
    file: async (text: string) => {
      const folder = join(home, '.config', 'holdpoint');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'discord.yaml'), text);
    },
    run: async (text: string, codes: readonly number[]) => {
      const lines = text.trim().split('\n');
      assert.equal(lines.length, codes.length, text);
      for (const [place, line] of lines.entries()) {
        const { ended, said } = shell(line);
        assert.equal(await ended, codes[place], `${line}: ${said()}`);
      }
    },
    serve: async (text: string) => {
      const { child, ended, said } = shell(`exec ${text.trim()}`);
      await until('the door to answer', () => said().includes('answers 2 listed user(s)'));
      child.kill('SIGINT');
      assert.equal(await ended, 0, said());
    },
  };

  it('GATE-25: names every command with the role that it is from', () => {
    const rows = [...guide.matchAll(/^\| `[/](\w+)` \| .* \| `(\w+)` \|$/gm)];
    assert.deepEqual(
      Object.fromEntries(rows.map(([, name, role]) => [name, role])),
      Object.fromEntries(
        Object.entries(commandTable).map(([name, { method }]) => [name, methods[method].role]),
      ),
    );
  });
});
