import assert from 'node:assert/strict';
import type { Json, JsonObject } from '#protocol/json';
import { afterDeath, command, type Journey, journey, planText, programsRun } from '../support/journey';
import { until } from '../support/until';

const forever = () => new Promise<never>(() => undefined);
const read = (id: string, more: JsonObject = {}): JsonObject => ({
  id,
  uses: 'run_shell_readonly',
  with: { command: 'git status' },
  ...more,
});

/** A run whose server died while the program `slow` was at work. */
async function cutOff(steps: readonly JsonObject[]): Promise<Journey> {
  const made = await journey(planText(steps), {
    program: ({ argv }) => (argv[0] === 'slow' || argv[0] === 'git' ? forever() : {}),
  });
  await made.start();
  await until('the program', () => programsRun(made.server).some((name) => /^(slow|git)/.test(name)));
  return made;
}

describe('a run after the death of its server', () => {
  it('§1.10: stands as interrupted, with every open span closed as such', async () => {
    const made = await afterDeath(
      await cutOff([command('a', 'a'), command('b', 'slow'), command('c', 'c', { needs: ['b'] })]),
    );
    const run = await made.run();
    assert.equal(run.status, 'interrupted');
    assert.deepEqual(await made.statuses(), { a: 'succeeded', b: 'interrupted' });
    const attempts = await made.server.context.ports.store.list('attempts');
    assert.deepEqual(
      attempts.items.map(({ status }) => status),
      ['succeeded', 'interrupted'],
    );
    const spans = await made.spans();
    assert.ok(spans.every(({ end_us }) => end_us !== null));
    const closed = spans.filter(({ attributes }) => attributes['interrupted'] === true);
    assert.deepEqual(closed.map(({ name, status }) => [name, status]).sort(), [
      ['execute_tool shell.run', 'ERROR'],
      ['holdpoint.step b', 'ERROR'],
      ['invoke_workflow A plan', 'ERROR'],
    ]);
    assert.deepEqual(programsRun(made.server), [], 'nothing runs by itself');
  });

  it('§1.10, FLOW-28: resumed, asks a person before a command runs again, and repeats nothing that ended', async () => {
    const made = await afterDeath(
      await cutOff([command('a', 'a'), command('b', 'slow'), command('c', 'c', { needs: ['b'] })]),
    );
    await made.server.request('run/resume', { run_id: made.run_id });
    const { shown } = await made.request('b');
    assert.match(String(shown['reason']), /the server ended while this step ran/);
    assert.deepEqual(programsRun(made.server), []);
    await made.grant('b');
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['slow', 'c']);
    const [root] = await made.spans('invoke_workflow A plan');
    assert.deepEqual([root?.status, root?.end_us === null], ['OK', false]);
  });

  it('§1.10: resumed, lets a step that only reads run again by itself', async () => {
    const made = await afterDeath(
      await cutOff([command('a', 'a'), read('b'), command('c', 'c', { needs: ['b'] })]),
    );
    await made.server.request('run/resume', { run_id: made.run_id });
    await made.reach('succeeded');
    const [again, last] = programsRun(made.server);
    assert.deepEqual([again?.split(' ')[0], last], ['git', 'c']);
    assert.deepEqual(await made.pending(), []);
  });

  it('§1.10: resumed, has the outputs of finished steps, also those that hold a secret', async () => {
    const secrets = { KEY: 'planted-secret-value' };
    const steps = [
      command('a', 'a'),
      command('b', 'slow'),
      { id: 'c', uses: 'shell.run', needs: ['a', 'b'], with: { argv: ['c', '${steps.a.output.stdout}'] } },
    ];
    const first = await journey(planText(steps), {
      secrets,
      program: ({ argv }) => (argv[0] === 'slow' ? forever() : { stdout: 'has planted-secret-value' }),
    });
    await first.start();
    await until('the program', () => programsRun(first.server).includes('slow'));
    const made = await afterDeath(first, { secrets });
    await made.server.request('run/resume', { run_id: made.run_id });
    await made.grant('b');
    await made.reach('succeeded');
    assert.equal(programsRun(made.server).at(-1), 'c has planted-secret-value');
  });

  it('§1.6: that waited for people waits on, and continues once it is granted', async () => {
    const first = await journey(planText([command('a', 'a'), command('b', 'b')]), { profile: 'standard' });
    await first.start();
    await first.grant('a');
    const asked = await first.request('b');
    await first.reach('awaiting_approval');
    const made = await afterDeath(first);
    assert.equal((await made.run()).status, 'awaiting_approval');
    assert.deepEqual(
      (await made.pending()).map(({ approval_id, digest }) => [approval_id, digest]),
      [[asked.approval_id, asked.digest]],
    );
    await made.grant('b');
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['b']);
  });

  it('§1.6: that waited for people is denied by a reject after the death, too', async () => {
    const first = await journey(planText([command('a', 'a')]), { profile: 'standard' });
    await first.start();
    await first.request('a');
    await first.reach('awaiting_approval');
    const made = await afterDeath(first);
    const { approval_id } = await made.request('a');
    await made.server.request('approval/reject', { approval_id, reason: 'no' });
    await made.reach('denied');
    assert.deepEqual(programsRun(made.server), []);
  });

  it('§1.4: interrupted, can be cancelled for good', async () => {
    const made = await afterDeath(await cutOff([command('b', 'slow'), command('c', 'c', { needs: ['b'] })]));
    const run = await made.server.request('run/cancel', { run_id: made.run_id, reason: 'never mind' });
    assert.deepEqual([run.status, run.end_reason?.code], ['cancelled', 'cancelled']);
    assert.deepEqual(programsRun(made.server), []);
    const ended = await made.run();
    assert.ok(ended.steps.every(({ status }) => status !== 'interrupted' && status !== 'running'));
  });

  it('§1.10: paused, stays paused and goes on where it stood', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = await journey(planText([command('a', 'a'), command('b', 'b')]), {
      program: () => held.then(() => ({})),
    });
    await first.start();
    await until('the program', () => programsRun(first.server).length === 1);
    await first.server.request('run/pause', { run_id: first.run_id });
    release();
    await until('the end of a', async () => (await first.statuses())['a'] === 'succeeded');
    const made = await afterDeath(first);
    assert.equal((await made.run()).status, 'paused');
    await made.server.request('run/resume', { run_id: made.run_id });
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['b']);
  });

  it('§1.10: answers for every session and run as before', async () => {
    const first = await journey(planText([command('a', 'a')]));
    await first.start();
    const before: Json = JSON.parse(JSON.stringify(await first.reach('succeeded')));
    const made = await afterDeath(first);
    assert.deepEqual(JSON.parse(JSON.stringify(await made.run())), before);
    assert.equal((await made.server.request('audit/verify', {})).ok, true);
  });
});
