import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { phaseLines } from '../../server/src/cli/run/logs/phaseLines';
import { addStepFile, stepNumbers } from '../../server/src/cli/run/logs/stepFiles';
import type { RunFiles } from '../../server/src/cli/run/logs/writeRunFiles';
import { type ShownRun, summaryOf } from '../../server/src/cli/run/output/summaryFile';
import { runProjection } from '../../server/src/core/report/projection/runProjection';
import { failedHistory, goodHistory, waitingHistory } from '../core/report/sampleHistory';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { serverWith } from './gateServer';
import { runScripted } from './scriptedWorld';

const filesOf = (made: ReturnType<typeof runProjection>): RunFiles => made;
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

/** Reads the line of a SummaryFile as another program would: words, of which those in quotes are JSON. */
function parseLine(line: string): Record<string, string> {
  const pairs = line.matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|[^\s"=]*)(?: |$)/gu);
  return Object.fromEntries(
    [...pairs].map(([, key = '', value = '']) => [
      key,
      value.startsWith('"') ? (JSON.parse(value) as string) : value,
    ]),
  );
}

describe('step logs', () => {
  let root: string;
  const steps = () => join(root, 'logs', 'steps');
  beforeEach(() => {
    root = temporaryFolder();
    writeFileSync(
      join(root, 'plan.yaml'),
      'schema: plan/1\ntitle: Test\nsteps:\n  - {id: test, uses: shell.run, with: {argv: [npm, test]}}\n',
    );
  });
  afterEach(() => removeFolder(root));

  const go = (made = runProjection(goodHistory()), ...words: readonly string[]) => {
    const door = serverWith('succeeded', { 'projection/show': () => made as never });
    return runScripted(['run', 'plan.yaml', ...words], { root, door, answers: ['y', 'y'] });
  };

  it('R-31: are not written, and not asked for, by a run that was not told to', async () => {
    const door = serverWith('succeeded');
    const { exit } = await runScripted(['run', 'plan.yaml'], { root, door, answers: ['y', 'y'] });
    strictEqual(exit, 0);
    deepStrictEqual(readdirSync(root), ['plan.yaml']);
    strictEqual(
      door.asked.some(({ method }) => method === 'projection/show'),
      false,
    );
  });

  it('R-31, OPS-09: go on with the number after the highest, whoever wrote it, and replace nothing', async () => {
    mkdirSync(steps(), { recursive: true });
    writeFileSync(join(steps(), 'step_007.json'), 'mine');
    writeFileSync(join(steps(), 'step_notes.json'), 'mine');
    strictEqual((await go(undefined, '--step-logs')).exit, 0);
    const later = failedHistory();
    const again = await go(runProjection({ ...later, steps: later.steps.slice(0, 2) }), '--step-logs');
    strictEqual(again.exit, 0);
    deepStrictEqual(readdirSync(steps()).sort(), [
      ...['step_007.json', 'step_008.json', 'step_009.json', 'step_010.json', 'step_011.json'],
      'step_notes.json',
    ]);
    strictEqual(readFileSync(join(steps(), 'step_007.json'), 'utf8'), 'mine');
    strictEqual(readJson(join(steps(), 'step_011.json'))['step_num'], 11);
  });

  it('R-31: a run that is looked at again is not logged again, and its summary names the same logs', async () => {
    await go(undefined, '--step-logs');
    const before = readFileSync(join(root, 'logs', 'phase_summary.json'), 'utf8');
    await go(undefined, '--step-logs');
    deepStrictEqual(stepNumbers(root), [1, 2, 3]);
    strictEqual(readFileSync(join(root, 'logs', 'phase_summary.json'), 'utf8'), before);
  });

  it('OPS-08: have a summary whose numbers are those of the logs', async () => {
    addStepFile(root, () => '{}');
    await go(runProjection(failedHistory()), '--step-logs');
    const summary = readJson(join(root, 'logs', 'phase_summary.json'));
    deepStrictEqual(
      (summary['steps'] as { step_num: number }[]).map(({ step_num }) => step_num),
      [2, 3, 4],
    );
    deepStrictEqual(summary['skipped_steps'], [{ step_num: 3, skip_reason: 'run_ended' }]);
    deepStrictEqual(readdirSync(join(root, 'logs')).sort(), ['phase_summary.json', 'steps']);
  });

  it('R-31: two processes that log at once take no number twice and leave none out', async () => {
    const children = ['a', 'b'].map((name) =>
      spawn(process.execPath, ['dist/test/cli/stepFiles.child.mjs', root, name, '15'], { stdio: 'inherit' }),
    );
    deepStrictEqual(
      (await Promise.all(children.map((child) => once(child, 'close')))).map(([code]) => code),
      [0, 0],
    );
    deepStrictEqual(
      stepNumbers(root),
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    const logs = readdirSync(steps()).map((file) => readJson(join(steps(), file)));
    strictEqual(logs.length, 30);
    for (const name of ['a', 'b']) {
      strictEqual(logs.filter((log) => log['name'] === name).length, 15);
    }
  });

  it('OPS-10: of two processes that move the cursor at once the newest place stays, and both end well', async () => {
    const path = join(root, 'workspace', 'artifacts', 'phase_state.json');
    const children = [1, 0].map((first) =>
      spawn(process.execPath, ['dist/test/cli/cursorFile.child.mjs', root, String(first), '60'], {
        stdio: 'inherit',
      }),
    );
    deepStrictEqual(
      (await Promise.all(children.map((child) => once(child, 'close')))).map(([code]) => code),
      [0, 0],
    );
    strictEqual(readJson(path)['current_step'], 119);
    deepStrictEqual(readdirSync(join(root, 'workspace', 'artifacts')), ['phase_state.json']);
  });

  it('OPS-10: leave the cursor of a newer run alone', async () => {
    const path = join(root, 'workspace', 'artifacts', 'phase_state.json');
    mkdirSync(join(root, 'workspace', 'artifacts'), { recursive: true });
    writeFileSync(path, '{"updated_at": "2999-01-01T00:00:00.000Z"}');
    await go(undefined, '--step-logs');
    strictEqual(readFileSync(path, 'utf8'), '{"updated_at": "2999-01-01T00:00:00.000Z"}');
    writeFileSync(path, 'broken');
    await go(undefined, '--step-logs');
    strictEqual(readJson(path)['current_step'], 1);
  });

  it('OPS-02: come with a line for each thing there is to know', () => {
    deepStrictEqual(phaseLines(filesOf(runProjection(goodHistory()))), [
      'phase_state phase=done step=1 done=True',
      'latest_step step_003.json total=3',
      'phase_summary exists stop_on_deny=True',
      'end_reason done',
    ]);
    deepStrictEqual(phaseLines(filesOf(runProjection(failedHistory()))), [
      'phase_state phase=failed step=2 done=False',
      'stopped phase=failed step=3',
      'latest_step step_003.json total=3',
      'phase_summary exists stop_on_deny=True',
      'end_reason step_failed',
    ]);
    for (const [status, end_code, line] of [
      ['denied', 'deny', 'deny exit code 1'],
      ['failed', 'fatal_error', 'fatal_error exit code 1'],
    ] as const) {
      const base = failedHistory();
      const made = runProjection({ ...base, run: { ...base.run, status, end_code } });
      deepStrictEqual(phaseLines(filesOf(made))[1], line);
    }
    const waiting = { phase_state: runProjection(failedHistory()).phase_state, phase_summary: null };
    strictEqual(phaseLines(waiting).length, 1);
  });

  const golden = [
    ['succeeded', 'done', ['done', 'True', 'end_reason done']],
    ['denied', 'deny', ['deny', 'False', 'deny exit code 1', 'end_reason deny']],
    ['failed', 'fatal_error', ['fatal_error', 'False', 'fatal_error exit code 1', 'end_reason fatal_error']],
    [
      'failed',
      'max_steps_reached',
      [
        'max_steps_reached',
        'False',
        'stopped phase=max_steps_reached step=3',
        'end_reason max_steps_reached',
      ],
    ],
    ['failed', 'step_failed', ['failed', 'False', 'stopped phase=failed step=3', 'end_reason step_failed']],
    [
      'cancelled',
      'cancelled',
      ['cancelled', 'False', 'stopped phase=cancelled step=3', 'end_reason cancelled'],
    ],
  ] as const;
  for (const [status, end_code, [phase, isDone, ...rest]] of golden) {
    it(`OPS-02: are said of a run in phase ${phase} in these words, one reason only`, () => {
      const base = status === 'succeeded' ? goodHistory() : failedHistory();
      const made = runProjection({ ...base, run: { ...base.run, status, end_code } });
      const step = status === 'succeeded' ? 1 : 2;
      deepStrictEqual(phaseLines(filesOf(made)), [
        `phase_state phase=${phase} step=${step} done=${isDone}`,
        ...rest.slice(0, -1),
        'latest_step step_003.json total=3',
        'phase_summary exists stop_on_deny=True',
        rest.at(-1),
      ]);
    });
  }

  it('OPS-02: are said of the end of a job loop with its reason', () => {
    const base = goodHistory();
    const end = { end_code: 'job_loop_complete', end_message: 'max_jobs(3) reached' };
    deepStrictEqual(phaseLines(filesOf(runProjection({ ...base, run: { ...base.run, ...end } }))), [
      'phase_state phase=job_loop_complete step=1 done=True',
      'job_loop_complete max_jobs(3) reached',
      'latest_step step_003.json total=3',
      'phase_summary exists stop_on_deny=True',
      'end_reason job_loop_complete',
    ]);
  });

  for (const [status, line] of [
    ['running', 'phase_state phase=execute step=1 done=False'],
    ['awaiting_approval', 'phase_state phase=awaiting_approval step=1 done=False'],
    ['paused', 'phase_state phase=paused step=1 done=False'],
  ] as const) {
    it(`OPS-02: are one line of a run that is ${status}: nothing has ended that could be told`, async () => {
      const base = waitingHistory({ id: 'appr_1' });
      const steps = base.steps.map((row) => ({ ...row, status: 'pending' as const, ended_at: null }));
      const { phase_state } = runProjection({ ...base, steps, run: { ...base.run, status } });
      deepStrictEqual(phaseLines({ phase_state, phase_summary: null }), [line]);
    });
  }

  it('OPS-07: are named by a SummaryFile that is written beside them, in both forms', async () => {
    const { stderr } = await go(undefined, '--summary-file', 'out/last.json');
    match(stderr, /^phase_state phase=done step=1 done=True$/m);
    const { latest_step, phase_summary_exists, phase } = readJson(join(root, 'out', 'last.json'));
    deepStrictEqual([latest_step, phase_summary_exists, phase], ['step_003.json', true, 'done']);
    const beside = readFileSync(join(root, 'out', 'last.txt'), 'utf8');
    await go(undefined, '--summary-file', 'last.txt');
    const line = readFileSync(join(root, 'last.txt'), 'utf8');
    strictEqual(line, beside);
    deepStrictEqual(readJson(join(root, 'last.json')), readJson(join(root, 'out', 'last.json')));
    match(
      line,
      /^phase=done step=1 done=True latest_step=step_003[.]json step_count=1 phase_summary=exists /,
    );
    strictEqual(line.indexOf('\n'), line.length - 1);
  });

  it('OPS-07: has a line that parses back whatever its values hold', () => {
    const names = ['a b', 'say "x"', 'k=v', 'tab\tnew\nline', '\u0007', 'plain', 'ベル'];
    for (const name of names) {
      const run = {
        status: 'failed',
        end_reason: { code: name, message: '' },
        steps: [{ step_id: name, ended_at: 'x' }],
      };
      const { text } = summaryOf(run as unknown as ShownRun);
      const read = parseLine(text);
      deepStrictEqual([read['latest_step'], read['end_reason']], [name, name]);
      deepStrictEqual(
        [read['phase'], read['done'], read['job_loop'], read['job_name']],
        ['failed', 'False', 'disabled', ''],
      );
      strictEqual(text.includes('\n'), false);
    }
  });

  it('OPS-07: leaves a SummaryFile and the cursor at a hold point, and no log of what has not ended', async () => {
    const waiting = runProjection(failedHistory());
    const door = serverWith('succeeded', { 'projection/show': () => waiting as never });
    const words = ['run', 'plan.yaml', '--summary-file', 'last.json'];
    strictEqual((await runScripted(words, { root, door, answers: ['y', 'q'] })).exit, 5);
    strictEqual(readJson(join(root, 'last.json'))['phase'], 'awaiting_approval');
    ok(existsSync(join(root, 'workspace', 'artifacts', 'phase_state.json')));
    strictEqual(existsSync(join(root, 'logs', 'steps')), false);
  });
});
