import { deepStrictEqual, doesNotMatch, equal, match, rejects } from 'node:assert/strict';
import { AppError } from '#protocol/errors';
import { FileSessions } from '../../../client/src/journey/fileSessions';
import { importPlanFile } from '../../../client/src/journey/importPlanFile';
import { untilDecided } from '../../../client/src/journey/untilDecided';
import { untilOver } from '../../../client/src/journey/untilOver';
import { ActiveRuns } from '../../../client/src/live/activeRuns';
import { ApprovalQueue } from '../../../client/src/live/approvalQueue';
import { SessionsSource } from '../../../client/src/trees/sessions/sessionsSource';
import { KeptSearches } from '../../../client/src/trees/traces/keptSearches';
import { TracesSource } from '../../../client/src/trees/traces/tracesSource';
import { until } from '../../support/until';
import { FakeLine, listOf } from './fakeLine';
import { approval, english, event, retention, run, session, step } from './samples';

const fail = (error: unknown) => {
  throw error;
};

function memento() {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string, otherwise: T) => (kept.get(key) as T | undefined) ?? otherwise,
    update: async (key: string, value: unknown) => void kept.set(key, value),
  } as unknown as ConstructorParameters<typeof KeptSearches>[0];
}

describe('the queue in the editor', () => {
  const votes = [{ actor: 'kim', source: 'cli', at: '', reason: null }];
  const fake = () =>
    new FakeLine({
      'approval/list': () => listOf([approval]),
      'approval/show': ({ approval_id }: { approval_id: string }) => ({
        ...approval,
        approval_id,
        votes,
        previews: [],
      }),
    });

  it('GATE-26: follows what other doors decide without reading everything again', async () => {
    const server = fake();
    const queue = new ApprovalQueue(server.line, fail);
    await queue.load();
    server.tell('approval/changed', { approval_id: 'appr_2', status: 'requested', run_id: null });
    await until('the second', () => queue.items.length === 2);
    server.tell('approval/changed', { approval_id: 'appr_1', status: 'granted', run_id: null });
    deepStrictEqual(
      queue.items.map(({ approval_id }) => approval_id),
      ['appr_2'],
    );
    deepStrictEqual(server.asked, ['approval/list', 'approval/show']);
    queue.dispose();
  });

  it('hears of a vote that is not the last one', async () => {
    const server = fake();
    const queue = new ApprovalQueue(server.line, fail);
    await queue.load();
    server.tell('event/appended', {
      events: [event('approval.granted', { payload: { approval_id: 'appr_1' } })],
    });
    await until('the vote', () => queue.items[0]?.votes.length === 1);
    queue.dispose();
  });

  it('is read anew after every connection', async () => {
    const server = fake();
    const queue = new ApprovalQueue(server.line, fail);
    server.connect();
    await until('the queue', () => queue.isLoaded);
    equal(queue.items.length, 1);
    queue.dispose();
  });
});

describe('active runs in the editor', () => {
  it('come and go with what the server tells, and count their steps', async () => {
    let status: string = 'running';
    const server = new FakeLine({
      'run/list': ({ status: wanted }: { status: string }) => listOf(wanted === status ? [run] : []),
      'run/show': () => ({ ...run, status, steps: [step, { ...step, status: 'pending' }], inputs: {} }),
    });
    const runs = new ActiveRuns(server.line, fail);
    server.connect();
    await until('the run', () => runs.items.length === 1);
    deepStrictEqual([runs.items[0]?.doneCount, runs.items[0]?.stepCount], [1, 2]);
    status = 'succeeded';
    server.tell('run/changed', { run_id: 'run-1', status });
    await until('its end', () => runs.items.length === 0);
    runs.dispose();
  });
});

describe('the tree of sessions', () => {
  it('GATE-34: leads from sessions over versions and runs to steps, and renews only what changed', async () => {
    let status: string = 'running';
    const plan = {
      ...run,
      version: 1,
      title: 'Shop',
      hash: '',
      status: 'approved',
      created_by: 'kim',
      plan: {},
    };
    const server = new FakeLine({
      'session/list': () => listOf([session], 900),
      'session/show': () => session,
      'plan/list': () => listOf([plan]),
      'run/list': () => listOf([run]),
      'run/show': () => ({ ...run, status, steps: [step], inputs: {} }),
      'approval/list': () => listOf([]),
    });
    const queue = new ApprovalQueue(server.line, fail);
    const tree = new SessionsSource(server.line, queue, () => english, fail);
    const [first, more] = await tree.rows(undefined);
    deepStrictEqual([first?.kind, more?.kind], ['session.open', 'more']);
    const [version] = await tree.rows(first);
    const [below] = await tree.rows(version);
    const [last] = await tree.rows(below);
    deepStrictEqual(
      [version?.kind, below?.kind, last?.kind],
      ['plan.approved', 'run.running', 'step.succeeded'],
    );

    const changed: (string | undefined)[] = [];
    tree.onDidChange((row) => changed.push(row?.kind));
    server.asked.length = 0;
    status = 'succeeded';
    server.tell('run/changed', { run_id: 'run-1', status });
    await until('the run and its session', () => changed.length === 2);
    deepStrictEqual(changed, ['run.succeeded', 'session.open']);
    deepStrictEqual(server.asked.includes('session/list'), false);
    tree.dispose();
    queue.dispose();
  });

  it('GATE-34: says of a session that it waits, when the queue was known before the tree', async () => {
    const server = new FakeLine({
      'session/list': () => listOf([session]),
      'approval/list': () => listOf([approval]),
    });
    const queue = new ApprovalQueue(server.line, fail);
    await queue.load();
    const tree = new SessionsSource(server.line, queue, () => english, fail);
    const [first] = await tree.rows(undefined);
    match(first?.description ?? '', /^waits for approval/);
    tree.dispose();
    queue.dispose();
  });

  it('reads nothing that nobody has looked at', () => {
    const server = new FakeLine({});
    const queue = new ApprovalQueue(server.line, fail);
    const tree = new SessionsSource(server.line, queue, () => english, fail);
    server.tell('event/appended', { events: [event('step.succeeded')] });
    deepStrictEqual(server.asked, []);
    tree.dispose();
    queue.dispose();
  });
});

describe('the view of traces', () => {
  it('GATE-34: lists runs by state, what was found, and kept searches', async () => {
    const ready = { name: 'slow', title: 'Slow runs', sentence: 'Long ones.', q: '{}', is_series: false };
    const server = new FakeLine({
      'run/list': ({ status }: { status?: string }) => listOf(status === 'failed' ? [] : [run]),
      'retention/show': () => ({ ...retention, bytes: 12_345_678 }),
      'query/list': () =>
        listOf([
          { ...ready, is_saved: false },
          { ...ready, name: 'mine', title: '', is_saved: true },
        ]),
    });
    const kept = new KeptSearches(memento());
    await kept.keep('npm');
    await kept.keep('npm');
    const traces = new TracesSource(server.line, () => english, kept, fail);
    traces.show({ text: 'price', events: [event('step.failed')], totalCount: 7 });
    const rows = await traces.rows(undefined);
    deepStrictEqual(
      rows.map(({ kind }) => kind),
      ['found', 'queries', 'record', 'searches', 'run.running'],
    );
    equal((await traces.rows(rows[0]))[0]?.kind, 'event.inRun');
    deepStrictEqual(
      (await traces.rows(rows[1])).map(({ kind, label }) => [kind, label]),
      [
        ['query.ready', 'Slow runs'],
        ['query.saved', 'mine'],
      ],
    );
    deepStrictEqual(
      (await traces.rows(rows[3])).map(({ label }) => label),
      ['npm'],
    );
    deepStrictEqual([rows[2]?.description, rows[2]?.opens], ['12.3 MB', 'holdpoint.record.showSize']);
    traces.show(undefined);
    traces.filter('failed');
    await kept.drop('npm');
    deepStrictEqual(await traces.rows(undefined), []);
    traces.dispose();
  });

  it('shows that a run is kept for good as soon as anybody wants that', async () => {
    let pinned = false;
    const server = new FakeLine({
      'run/list': () => listOf([run]),
      'run/show': () => ({ ...run, pinned, steps: [], inputs: {} }),
      'retention/show': () => retention,
    });
    const traces = new TracesSource(server.line, () => english, new KeptSearches(memento()), fail);
    const shown = async () => (await traces.rows(undefined)).at(-1)?.description ?? '';
    doesNotMatch(await shown(), /kept for good/);
    pinned = true;
    server.tell('event/appended', { events: [event('log.line', { payload: { pinned: true } })] });
    await until('the row to say so', async () => / kept for good /.test(await shown()));
    traces.dispose();
  });
});

describe('a plan file', () => {
  const source = { file: 'file:///shop/plan.yaml', name: 'plan.yaml', text: 'schema: plan/1' };
  const imported = ({ session_id }: { session_id: string }) => ({ session_id, version: 1 });
  const checked = { ok: true, title: 'Shop', errors: [] };

  it('GATE-10: becomes the next version of its own session as long as that takes plans', async () => {
    let created = 0;
    let status = 'failed';
    const server = new FakeLine({
      'plan/validate': () => checked,
      'session/create': () => ({ ...session, id: `session_${++created}` }),
      'session/show': () => ({ ...session, status }),
      'plan/import': imported,
    });
    const sessions = new FileSessions(memento());
    const take = async () => (await importPlanFile(server.line, sessions, source, {})).session_id;
    deepStrictEqual([await take(), await take()], ['session_1', 'session_1']);
    status = 'cancelled';
    equal(await take(), 'session_2');
    equal(sessions.of(source.file), 'session_2');
  });

  it('makes no session while it has errors', async () => {
    const server = new FakeLine({ 'plan/validate': () => ({ ok: false, title: null, errors: [{}] }) });
    await rejects(
      importPlanFile(server.line, new FileSessions(memento()), source, {}),
      (error: unknown) => error instanceof AppError && error.code === 'PLAN_INVALID',
    );
    deepStrictEqual(server.asked, ['plan/validate']);
  });
});

describe('waiting', () => {
  const never = {
    isCancellationRequested: false,
    onCancellationRequested: () => ({ dispose: () => undefined }),
  };

  it('ends with the decision about a plan, whoever took it', async () => {
    let status = 'validated';
    const server = new FakeLine({ 'plan/list': () => listOf([{ version: 1, status }]) });
    const decision = untilDecided(server.line, { session_id: 'session_1', version: 1 }, never);
    await until('the first look', () => server.asked.length > 0);
    status = 'approved';
    server.tell('event/appended', { events: [event('plan.approved')] });
    equal(await decision, 'approved');
  });

  it('ends when a newer version takes the place of the one that waits, or the person gives up', async () => {
    const server = new FakeLine({
      'plan/list': () =>
        listOf([
          { version: 2, status: 'validated' },
          { version: 1, status: 'validated' },
        ]),
    });
    equal(await untilDecided(server.line, { session_id: 's', version: 1 }, never), 'refused');
    const given = { ...never, isCancellationRequested: true };
    equal(await untilDecided(server.line, { session_id: 's', version: 2 }, given), 'given up');
  });

  it('for a run ends with its end', async () => {
    let status: string = 'running';
    const told: string[] = [];
    const server = new FakeLine({ 'run/show': () => ({ ...run, status, steps: [], inputs: {} }) });
    const over = untilOver(server.line, 'run-1', (standing) => told.push(standing.status));
    await until('the first look', () => told.length > 0);
    status = 'failed';
    server.tell('run/changed', { run_id: 'run-1', status });
    equal((await over).status, 'failed');
    deepStrictEqual(told, ['running', 'failed']);
  });
});
