import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '#protocol/errors';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { scriptedDoor } from './scriptedDoor';
import { runScripted } from './scriptedWorld';

const endedAt = '2026-01-02T03:04:05.000Z';
const goodFiles = {
  'workspace/artifacts/phase_state.json': { current_phase: 'done', updated_at: endedAt },
  'logs/phase_summary.json': { steps: [{ step_num: 4 }], job_loop: { enabled: false } },
  'logs/steps/step_003.json': { stopped: true },
  'logs/steps/step_004.json': { stopped: false },
};

describe('holdpoint verify', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(() => removeFolder(root));

  const put = (files: Readonly<Record<string, unknown>>) => {
    for (const [path, document] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), typeof document === 'string' ? document : JSON.stringify(document));
    }
  };
  const verify = async (run: object = {}, server: object = {}) => {
    const door = scriptedDoor({
      'server/status': () => ({ root, store: { read_only_reason: null }, ...server }) as never,
      'run/show': () => ({ run_id: 'run-1', status: 'succeeded', ended_at: endedAt, ...run }) as never,
    });
    const { exit, stdout } = await runScripted(['verify'], { root, door });
    return { exit, lines: stdout.trimEnd().split('\n') };
  };
  const failed = (...lines: readonly string[]) => ({ exit: 1, lines: [...lines, 'test failed'] });

  it('OPS-03: passes a last run that ended well and logged itself; older logs are not its own', async () => {
    put(goodFiles);
    deepStrictEqual(await verify(), { exit: 0, lines: ['test passed'] });
  });

  it('OPS-03: has a line for each file that is missing or broken, and never crashes', async () => {
    deepStrictEqual(
      await verify(),
      failed('FAIL phase_state.json is missing', 'FAIL phase_summary.json is missing', 'FAIL no step log'),
    );
    put({
      ...goodFiles,
      'logs/phase_summary.json': { steps: [{ step_num: 4 }, { step_num: 5 }, { step_num: '../x' }, null] },
    });
    deepStrictEqual(await verify(), failed('FAIL step_005.json is missing'));
    put({ ...goodFiles, 'workspace/artifacts/phase_state.json': '[]', 'logs/steps/step_004.json': '{' });
    const { exit, lines } = await verify();
    deepStrictEqual([exit, lines[0]], [1, 'FAIL phase_state.json is not an object']);
    strictEqual(lines[1]?.startsWith('FAIL step_004.json cannot be read: '), true);
  });

  it('OPS-03: fails a run that ended badly, a phase that is none to go on from, a step that stopped', async () => {
    put({ ...goodFiles, 'logs/steps/step_004.json': { stopped: true } });
    deepStrictEqual(
      await verify({ status: 'failed' }),
      failed('FAIL run run-1 ended failed', 'FAIL step_004.json has stopped=true'),
    );
    for (const current_phase of ['deny', 'fatal_error']) {
      put({
        ...goodFiles,
        'workspace/artifacts/phase_state.json': { current_phase, updated_at: endedAt },
      });
      deepStrictEqual(await verify(), failed(`FAIL phase is ${current_phase}`));
    }
  });

  it('OPS-03: is not satisfied by the files of an older run', async () => {
    put(goodFiles);
    deepStrictEqual(
      await verify({ run_id: 'run-2', ended_at: '2026-01-02T03:04:06.000Z' }),
      failed('FAIL phase_state.json is not of run run-2: run it with --step-logs'),
    );
  });

  it('OPS-03: needs a server that is ready and works in this workspace', async () => {
    put(goodFiles);
    deepStrictEqual(
      await verify({}, { store: { read_only_reason: 'disk full' } }),
      failed('FAIL server not ready: disk full'),
    );
    deepStrictEqual(
      await verify({}, { root: '/elsewhere' }),
      failed('FAIL runtime path not resolved: the server works in /elsewhere'),
    );
    const gone = scriptedDoor({
      'server/status': () => {
        throw new AppError('SERVER_UNREACHABLE', 'no server lives');
      },
    });
    const { exit, stdout } = await runScripted(['verify'], { root, door: gone });
    deepStrictEqual([exit, stdout], [1, 'FAIL server not ready: no server lives\ntest failed\n']);
  });

  it('OPS-03: warns of job loops and experiments, which fail nothing', async () => {
    const job_loop = { enabled: true, completed: false, current_job_index: 3, max_jobs: 2 };
    put({
      ...goodFiles,
      'logs/phase_summary.json': { steps: [{ step_num: 4 }], job_loop, is_experimental: true },
    });
    deepStrictEqual(await verify(), {
      exit: 0,
      lines: [
        'WARN job_loop enabled but not completed',
        'WARN job_payload_present=false',
        'WARN job_index (3) > max_jobs (2)',
        'WARN job_result_written=false',
        'WARN experimental',
        'test passed',
      ],
    });
  });

  describe('after a rollback', () => {
    const rollBack = async (status: string) => {
      const view = {
        ...{ target: 'abc', files: [], conflicts: [], status: 'done' },
        verify: { passed: true, details: '2 files as recorded' },
      };
      const door = scriptedDoor({
        'rollback/apply': () => view as never,
        'server/status': () => ({ root, store: { read_only_reason: null } }) as never,
        'run/show': () => ({ run_id: 'run-1', status, ended_at: endedAt }) as never,
      });
      const words = ['rollback', '--apply', 'appr_1', '--summary-file', 'last.json'];
      const { exit, stdout } = await runScripted(words, { root, door });
      const summary = JSON.parse(readFileSync(join(root, 'last.json'), 'utf8')) as Record<string, unknown>;
      return {
        exit,
        lines: stdout.trimEnd().split('\n'),
        verify: summary['verify'],
        asked: door.asked.length,
      };
    };
    const restored = ['rollback abc', 'verify passed: 2 files as recorded'];

    it('OPS-06: checks the restored files alone where no run has logged itself', async () => {
      deepStrictEqual(await rollBack('failed'), {
        exit: 0,
        lines: restored,
        verify: { passed: true, details: '2 files as recorded' },
        asked: 1,
      });
    });

    it('OPS-06: keeps what was asked for also where nothing was to be put back', async () => {
      const view = { target: 'abc', hash: null, files: [], conflicts: [], approval_id: null, verify: null };
      const door = scriptedDoor({ 'rollback/prepare': () => view as never });
      const words = ['rollback', 'abc', '--summary-file', 'none.json'];
      const { exit, stdout } = await runScripted(words, { root, door });
      deepStrictEqual([exit, stdout], [0, 'There is nothing to put back.\n']);
      const { timestamp, ...kept } = JSON.parse(readFileSync(join(root, 'none.json'), 'utf8'));
      ok(Number.isFinite(Date.parse(timestamp)));
      deepStrictEqual(kept, { mode: 'rollback', rollback_target: 'abc', root, verify: null });
    });

    it('OPS-06: checks the last run as well where it has, and keeps both', async () => {
      put(goodFiles);
      const good = await rollBack('succeeded');
      deepStrictEqual([good.exit, good.lines], [0, [...restored, 'test passed']]);
      const bad = await rollBack('failed');
      deepStrictEqual(
        [bad.exit, bad.lines],
        [1, [...restored, 'FAIL run run-1 ended failed', 'test failed']],
      );
      deepStrictEqual(bad.verify, {
        passed: false,
        details: '2 files as recorded',
        failures: ['run run-1 ended failed'],
        warnings: [],
      });
    });
  });
});
