import { deepStrictEqual, rejects } from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AskForExport, writeExports } from '../../../client/src/exports/writeExports';
import { removeFolder, temporaryFolder } from '../../support/temporaryFolder';

const run_id = 'run-20260102-030405-0000aa';
const folder = `exports/${run_id}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const answer: AskForExport = async ({ kind }) => ({
  ...{ run_id, kind, folder },
  files: [{ path: `${kind}/one.txt`, media_type: 'text/plain', base64: base64(`${kind} ü`) }],
});

describe('files of runs that the editor writes', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(() => removeFolder(root));

  it('§1.13: lie below the folder of the run, each whole, in place of older ones', async () => {
    const wanted = { root, run_id, kinds: ['report', 'junit'], locale: 'en' } as const;
    await writeExports(answer, wanted);
    const paths = await writeExports(answer, wanted);
    deepStrictEqual(
      paths.map((path) => readFileSync(path, 'utf8')),
      ['report ü', 'junit ü'],
    );
    deepStrictEqual(readdirSync(join(root, folder)).sort(), ['junit', 'report']);
    deepStrictEqual(readdirSync(join(root, folder, 'junit')), ['one.txt']);
  });

  it('are none where none are named', async () => {
    deepStrictEqual(await writeExports(answer, { root, run_id, kinds: [], locale: 'en' }), []);
    deepStrictEqual(readdirSync(root), []);
  });

  it('never lie behind a link, in place of a folder that is a file, or outside', async () => {
    const wanted = { root: join(root, 'work'), run_id, kinds: ['report'], locale: 'en' } as const;
    mkdirSync(wanted.root);
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), join(wanted.root, 'exports'));
    await rejects(writeExports(answer, wanted), /exports is not a folder of its own/);
    deepStrictEqual(readdirSync(join(root, 'elsewhere')), []);
    const outside: AskForExport = async (params) => ({ ...(await answer(params)), folder: '../elsewhere' });
    await rejects(writeExports(outside, wanted), /is not within/);
    writeFileSync(join(root, 'exports'), '');
    await rejects(writeExports(answer, { ...wanted, root }), /exports is not a folder of its own/);
  });
});
