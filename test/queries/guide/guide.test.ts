import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../server/src/adapters/store/openStore';
import { checkQuery } from '../../../server/src/core/traceql/checkQuery';
import { readyQueries } from '../../../server/src/core/traceql/readyQueries';
import { runScripted } from '../../cli/scriptedWorld';
import { removeFolder, temporaryFolder } from '../../support/temporaryFolder';
import { guideRecord } from './sampleRecord';

const guide = readFileSync('docs/traceql.md', 'utf8');

/** What the guide says of a ready-made query: its section's sentence, query, command and answer. */
function section(title: string): readonly string[] {
  const at = guide.indexOf(`\n### ${title}\n`);
  ok(at !== -1, title);
  const text = guide.slice(at).split('\n### ')[1] ?? '';
  const [, sentence = ''] = /\n\n([^\n]+)/.exec(text) ?? [];
  const fences = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, inner = '']) => inner);
  return [sentence, ...fences];
}

describe('the guide to TraceQL', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = temporaryFolder();
    const store = await openStore({
      file: join(folder, 'sample.db'),
      workerFile: 'dist/server/storeWorker.cjs',
    });
    await store.commit(guideRecord());
    await store.close();
  });
  after(() => removeFolder(folder));

  for (const { name, query, en } of readyQueries) {
    it(`FLOW-18: shows what ${name} finds in the sample record`, async () => {
      const [sentence, written, command = '', answer] = section(en.title);
      deepStrictEqual([sentence, written], [en.sentence, `${query}\n`]);
      const words = command.trim().split(' ').slice(1);
      ok(words.includes(name), command);
      const programs = 'node_modules/sql.js/dist';
      const { stdout, stderr, exit } = await runScripted(words, { root: folder, programs });
      deepStrictEqual([stdout, exit], [answer, 0], stderr);
    });
  }

  it('FLOW-18: writes no query that is refused', () => {
    const queries = [...guide.matchAll(/--traceql '([^']+)'/g)].map(([, q = '']) => q);
    ok(queries.length > 3);
    const short = [...guide.matchAll(/`(traces\{ [^`]+)`/g)].map(([, q = '']) => q);
    strictEqual(short.length, 1);
    for (const q of [...queries, ...short]) deepStrictEqual(checkQuery(q).problems, [], q);
  });
});
