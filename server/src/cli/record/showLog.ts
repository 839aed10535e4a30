import { closeSync, existsSync, fstatSync, openSync, readSync, statSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '#protocol/errors';
import { visibleLines } from '#protocol/shown/visible';
import type { Call, Outcome } from '../invocation';

const defaultLines = 50;
const mostBytes = 4 * 1024 * 1024;

/** Shows the end of the server's log and, with `--follow`, what is added until Ctrl-C. */
export async function showLog(call: Call): Promise<Outcome> {
  const path = join(call.globals.root, '.holdpoint', 'logs', 'server.log');
  if (!existsSync(path)) {
    throw new AppError('NOT_FOUND', `no server has written ${path} yet`);
  }
  const size = statSync(path).size;
  const lines = readFrom(path, Math.max(0, size - mostBytes))
    .trimEnd()
    .split('\n');
  const shown = lines.slice(-(call.globals.limit ?? defaultLines)).map(visibleLines);
  if (!call.given.flag('follow') || call.globals.json) {
    return { document: { path, lines: shown }, text: shown.join('\n') };
  }
  call.terminal.out(`${shown.join('\n')}\n`);
  await follow(call, path, size);
  return { document: null, text: '' };
}

async function follow(call: Call, path: string, start: number): Promise<void> {
  let position = start;
  const read = () => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    position = size < position ? 0 : position;
    const added = size === position ? '' : readFrom(path, position);
    position = size;
    if (added !== '') {
      call.terminal.out(visibleLines(added));
    }
  };
  const watcher = watch(dirname(path), read);
  await new Promise<void>((resolve) => {
    const off = call.onInterrupt(() => {
      off();
      resolve();
    });
  });
  watcher.close();
}

function readFrom(path: string, position: number): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, fstatSync(file).size - position));
    const count = readSync(file, buffer, 0, buffer.length, position);
    return buffer.toString('utf8', 0, count);
  } finally {
    closeSync(file);
  }
}
