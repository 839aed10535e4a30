import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { scratchRepository } from '../support/scratchRepository';
import { removeFolder } from '../support/temporaryFolder';

/** One command as a document prints it, with the exit code that the comment above its block names. */
interface PrintedCommand {
  readonly text: string;
  readonly exit: number;
}

/**
 * What the marked blocks of a document ask for, in order: `<!-- file: NAME -->`, `<!-- run: EXIT… -->`, and
 * `<!-- said: EXIT -->` for what the command before it said, in which `…` stands for what differs each time.
 */
type Piece =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'run'; readonly commands: readonly PrintedCommand[] };

const marked = /^<!-- (file|run|said): (.+) -->\n```\w+\n([\s\S]*?)^```/gm;

function piecesOf(document: string): readonly Piece[] {
  return [...readFileSync(document, 'utf8').matchAll(marked)].map(([, kind, words = '', text = '']) => {
    if (kind === 'file') {
      return { kind: 'file', name: words, text };
    }
    if (kind === 'said') {
      return { kind: 'said', text };
    }
    const exits = words.split(' ').map(Number);
    const lines = text.split('\n').filter((line) => line !== '');
    deepStrictEqual(lines.length, exits.length, `${document}: an exit code for each of\n${text}`);
    return { kind: 'run', commands: lines.map((line, index) => ({ text: line, exit: exits[index] ?? 0 })) };
  });
}

/** Words in capitals stand for the newest id of their kind. */
const newest = {
  SESSION: ['session list', 'id'],
  APPROVAL: ['approvals list --all', 'approval_id'],
  RUN: ['trace list', 'run_id'],
} as const;

/** A shell in a scratch repository with `holdpoint` on its path. */
class Reader {
  readonly root = scratchRepository({
    'src/greet.js': "export const greet = () => 'Hello!';\n",
    'test/greet.test.js': "import { test } from 'node:test';\ntest('greets', () => {});\n",
    'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
  });

  constructor() {
    const bin = join(this.root, '.holdpoint', 'bin');
    mkdirSync(bin, { recursive: true, mode: 0o700 });
    const script = `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/server/cli.cjs')}" "$@"\n`;
    writeFileSync(join(bin, 'holdpoint'), script);
    chmodSync(join(bin, 'holdpoint'), 0o755);
  }

  shell(command: string): { readonly exit: number | null; readonly stdout: string; readonly said: string } {
    const { HOLDPOINT_TOKEN: _, HOLDPOINT_BASE_URL: __, ...inherited } = process.env;
    const PATH = `${join(this.root, '.holdpoint', 'bin')}${delimiter}${inherited['PATH']}`;
    const env = { ...inherited, PATH, XDG_RUNTIME_DIR: join(this.root, '.holdpoint') };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
      cwd: this.root,
      env,
      encoding: 'utf8',
    });
    return { exit: status, stdout, said: `${stdout}${stderr}` };
  }

  /** Does what the document says and answers every command that ended otherwise. */
  follow(pieces: readonly Piece[]): readonly string[] {
    let said = '';
    return pieces.flatMap((piece) => {
      if (piece.kind === 'file') {
        writeFileSync(join(this.root, piece.name), piece.text);
        return [];
      }
      if (piece.kind === 'said') {
        return holds(said, piece.text) ? [] : [`${piece.text}\nstands nowhere in\n${said}`];
      }
      return piece.commands.flatMap(({ text, exit }) => {
        const end = this.shell(this.#withIds(text));
        said = end.said;
        return end.exit === exit ? [] : [`${text}\nended with ${end.exit}, not ${exit}:\n${end.said}`];
      });
    });
  }

  #withIds(command: string): string {
    return command.replace(/\b(?:SESSION|APPROVAL|RUN)\b/g, (word) => {
      const [list, key] = newest[word as keyof typeof newest];
      const { stdout } = this.shell(`holdpoint ${list} --json`);
      const [first] = (JSON.parse(stdout) as { items: Record<string, string>[] }).items;
      return first?.[key] ?? word;
    });
  }
}

/** Whether a text stands in an output, each of its lines whole but for what `…` leaves out. */
function holds(output: string, text: string): boolean {
  const parts = text.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^\\n]*')}`, 'm').test(output);
}

const commandsOf = (pieces: readonly Piece[]) =>
  pieces.flatMap((piece) => (piece.kind === 'run' ? piece.commands : []));

/** Commands without what is said about them. */
const bare = (pieces: readonly Piece[]) =>
  commandsOf(pieces).map(
    ({ text, exit }) => `${text.replace(/\s+#.*$/, '').replace(/"[^"]*"/g, '""')} ${exit}`,
  );

describe('the commands in the documents', function () {
  this.timeout(120_000);

  for (const [document, least] of [
    ['README.md', 7],
    ['docs/userGuide.md', 40],
    ['docs/mcp.md', 3],
    ['docs/webhooks.md', 8],
  ] as const) {
    it(`FLOW-29: of ${document} do what they say`, () => {
      const pieces = piecesOf(document);
      const reader = new Reader();
      try {
        deepStrictEqual(reader.follow(pieces), []);
        ok(commandsOf(pieces).length >= least);
      } finally {
        strictEqual(reader.shell('holdpoint stop').exit, 0);
        removeFolder(reader.root);
      }
    });
  }

  it('are the same in Japanese', () => {
    deepStrictEqual(bare(piecesOf('README.ja.md')), bare(piecesOf('README.md')));
    deepStrictEqual(bare(piecesOf('docs/userGuide.ja.md')), bare(piecesOf('docs/userGuide.md')));
  });
});
