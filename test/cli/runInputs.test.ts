import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { splitCommand } from '../../server/src/cli/guided/splitCommand';
import { readDotenv } from '../../server/src/cli/run/options/readDotenv';
import { readInputs } from '../../server/src/cli/run/options/readInputs';
import { appendDiary, diaryPath, readDiary } from '../../server/src/cli/run/output/diary';
import { type ShownRun, summaryOf } from '../../server/src/cli/run/output/summaryFile';
import { ensureWritable, writeWhole } from '../../server/src/cli/run/output/writeWhole';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

describe('what a run reads and writes', () => {
  let root: string;
  const source = () => ({ cwd: root, readInput: () => Promise.resolve('{"from":"stdin"}') });
  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(() => removeFolder(root));

  it('takes a context from JSON, a file or stdin and sets values over it (FLOW-25)', async () => {
    writeFileSync(join(root, 'c.json'), '{"a":{"b":1,"c":2}}');
    deepStrictEqual(await readInputs('@c.json', ['a.b=[1,"x"]', 'd.e=text', 'f=true', 'g=a=b'], source()), {
      a: { b: [1, 'x'], c: 2 },
      d: { e: 'text' },
      f: true,
      g: 'a=b',
    });
    deepStrictEqual(await readInputs('-', [], source()), { from: 'stdin' });
    deepStrictEqual(await readInputs(undefined, ['toString=1'], source()), { toString: 1 });
  });

  it('refuses a context that is no object', async () => {
    for (const context of ['{', 'null', '[1]', '"x"', '@none.json']) {
      await rejects(readInputs(context, [], source()), /--context/);
    }
  });

  it('reads values of a dotenv file (FLOW-28)', () => {
    writeFileSync(join(root, '.env'), '# note\nA=1\nB="two words"\n');
    deepStrictEqual(readDotenv('.env', root), { A: '1', B: 'two words' });
  });

  it('keeps a diary that skips broken lines, newest first (FLOW-14)', () => {
    const logs = join(root, 'logs');
    appendDiary(logs, { run_id: 'run-1' });
    appendFileSync(diaryPath(logs), '{"run_id": \nnull\n[]\n');
    appendDiary(logs, { run_id: 'run-2' });
    deepStrictEqual(readDiary(logs), [{ run_id: 'run-2' }, { run_id: 'run-1' }]);
    deepStrictEqual(readDiary(join(root, 'none')), []);
  });

  it('puts a diary of 10 MiB aside and keeps five old ones (FLOW-14)', () => {
    mkdirSync(join(root, 'logs'));
    for (let number = 1; number <= 7; number += 1) {
      writeFileSync(diaryPath(join(root, 'logs')), `${number}`.padEnd(10 * 1024 * 1024, ' '));
      appendDiary(join(root, 'logs'), { number });
    }
    strictEqual(readFileSync(diaryPath(join(root, 'logs')), 'utf8'), '{"number":7}\n');
    deepStrictEqual(
      readdirSync(join(root, 'logs')).sort(),
      ['', '.1', '.2', '.3', '.4', '.5'].map((suffix) => `runtime_execution.log${suffix}`),
    );
    deepStrictEqual(
      [1, 5].map((number) => readFileSync(`${diaryPath(join(root, 'logs'))}.${number}`, 'utf8')[0]),
      ['7', '3'],
    );
  });

  it('writes files whole and leaves no draft', () => {
    const path = join(root, 'deep', 'report.json');
    ensureWritable(path);
    strictEqual(existsSync(path), false);
    writeWhole(path, 'one');
    writeWhole(path, 'two');
    deepStrictEqual([readFileSync(path, 'utf8'), readdirSync(join(root, 'deep'))], ['two', ['report.json']]);
    strictEqual(statSync(path).size, 3);
  });

  it('sums up a run as JSON and as one line', () => {
    const run = {
      status: 'denied',
      end_reason: { code: 'deny', message: 'no' },
      steps: [{ step_id: 'a b', ended_at: 'x' }],
    } as unknown as ShownRun;
    const { json, text } = summaryOf(run);
    strictEqual(json['phase'], 'deny');
    strictEqual(
      text,
      'phase=deny step=1 done=False latest_step="a b" step_count=1 phase_summary=none job_result=none job_loop=disabled job_name= job_index= max_jobs= job_payload=none job_result_written=false job_payload_size=0 end_reason=deny job_result_path=',
    );
  });

  it('splits a typed command at white space and quotes only', () => {
    deepStrictEqual(splitCommand(` npm  test "a b"c 'd $(e)' ; rm`), [
      'npm',
      'test',
      'a bc',
      'd $(e)',
      ';',
      'rm',
    ]);
  });
});
