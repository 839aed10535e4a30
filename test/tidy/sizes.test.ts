import { deepStrictEqual, ok } from 'node:assert/strict';
import { dirname } from 'node:path';
import { readLines, repositoryFiles } from './repository';

/** Tables of data, which may be longer than code. */
const tables = ['server/src/protocol/rows.ts'];
const cap = 300;
const folderCap = 12;

const sources = () => repositoryFiles().filter((path) => /^(client|server|media|test)[/].*[.]ts$/.test(path));

describe('sizes', () => {
  it(`keeps every file at ${cap} lines or less`, () => {
    const long = sources().filter((path) => !tables.includes(path) && readLines(path).length > cap);
    deepStrictEqual(long, []);
  });

  it('keeps nine of ten files of the product at 200 lines or less', () => {
    const counts = sources()
      .filter((path) => !path.startsWith('test/'))
      .map((path) => readLines(path).length);
    ok(
      counts.filter((count) => count <= 200).length >= counts.length * 0.9,
      `${counts.sort((a, b) => b - a)}`,
    );
  });

  it(`keeps every folder of the product at ${folderCap} files or less`, () => {
    const counts = new Map<string, number>();
    for (const path of sources().filter((source) => !source.startsWith('test/'))) {
      counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    }
    deepStrictEqual(
      [...counts].filter(([, count]) => count > folderCap),
      [],
    );
  });

  it('gives no file or folder a name that says nothing', () => {
    const empty = /(^|[/])(utils?|helpers?|common|shared|managers?|base|index)([./]|$)/i;
    deepStrictEqual(
      sources().filter((path) => empty.test(path)),
      [],
    );
  });
});
