import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { command, type Departure, type Journey, journey, planText, programsRun } from '../support/journey';

async function ran(text: string, world: Departure = {}, policy: JsonObject = {}): Promise<Journey> {
  const made = await journey(text, world);
  await made.start({ policy });
  await made.reach('succeeded');
  return made;
}

const say = (id: string, word: string, more: JsonObject = {}): JsonObject => ({
  id,
  uses: 'shell.run',
  with: { argv: [id, word] },
  ...more,
});

describe('the order of steps', () => {
  const inputs = { type: 'object', properties: { on: { type: 'boolean', default: false } } };

  it('FLOW-26: a false condition skips a step, and its dependants run', async () => {
    const steps = [command('a', 'a', { when: 'inputs.on == true' }), command('b', 'b', { needs: ['a'] })];
    const made = await ran(planText(steps, { inputs }));
    assert.deepEqual(await made.statuses(), { a: 'skipped', b: 'succeeded' });
    const again = await journey(planText(steps, { inputs }));
    await again.start({ inputs: { on: true } });
    await again.reach('succeeded');
    assert.deepEqual(programsRun(again.server), ['a', 'b']);
  });

  it('FLOW-26: else goto leads elsewhere', async () => {
    const steps = [
      command('a', 'a', { when: 'inputs.on == true', else: 'goto:c' }),
      command('b', 'b'),
      command('c', 'c', { needs: ['b'] }),
    ];
    const made = await ran(planText(steps, { inputs }));
    assert.equal(programsRun(made.server)[0], 'c');
    assert.equal((await made.step('a')).status, 'skipped');
  });

  it('FLOW-26: a loop visits its step once per item, with the item under its name', async () => {
    const list = { type: 'object', properties: { words: { type: 'array', default: ['x', 'y', 'z'] } } };
    const steps = [
      say('a', '${word}', { loop: { items: '${inputs.words}', as: 'word' } }),
      command('b', 'b', { needs: ['a'] }),
    ];
    const made = await ran(planText(steps, { inputs: list }));
    assert.deepEqual(programsRun(made.server), ['a x', 'a y', 'a z', 'b']);
    assert.equal((await made.step('a')).visit, 3);
  });

  it('FLOW-26: a loop with nothing to do is skipped for that reason, and its dependants run', async () => {
    const list = { type: 'object', properties: { words: { type: 'array', default: [] } } };
    const steps = [
      say('none', '${word}', { loop: { items: '${inputs.words}', as: 'word' } }),
      command('never', 'never', { when: 'true', loop: { while: '1 == 2', as: 'i' }, else: 'goto:end' }),
      command('off', 'off', { when: 'false', loop: { while: '1 == 2', as: 'i' } }),
      command('end', 'end', { needs: ['none', 'never', 'off'] }),
    ];
    const made = await ran(planText(steps, { inputs: list }));
    assert.deepEqual(programsRun(made.server), ['end']);
    const skipped = await made.events('step.skipped');
    assert.deepEqual(
      skipped.map(({ step_id, payload }) => [step_id, payload]),
      [
        ['none', { reason: 'loop_empty' }],
        ['never', { reason: 'loop_empty' }],
        ['off', { reason: 'when_false' }],
      ],
    );
  });

  it('FLOW-26, OPS-15: a loop is bounded by max_visits, and the visit at which it halted is marked', async () => {
    const steps = [command('a', 'a', { loop: { while: 'true', as: 'i', max_visits: 4 } })];
    const made = await journey(planText(steps));
    await made.start();
    const run = await made.reach('failed');
    assert.deepEqual(run.end_reason, {
      code: 'max_visits_reached',
      message: 'max_visits_reached: step a was visited 4 times',
    });
    assert.equal(programsRun(made.server).length, 4);
    assert.deepEqual(
      run.steps.map(({ visit, status, stopped }) => [visit, status, stopped]),
      [[4, 'succeeded', true]],
    );
  });

  it('FLOW-26: a router runs only what it chose', async () => {
    const steps = [
      { id: 'pick', uses: 'flow.route', with: { choices: ['left', 'right'], value: 'right' } },
      command('left', 'left', { needs: ['pick'] }),
      command('right', 'right', { needs: ['pick'] }),
      command('end', 'end', { needs: ['left', 'right'], join: 'any' }),
    ];
    const made = await ran(planText(steps));
    assert.deepEqual(programsRun(made.server), ['right', 'end']);
    assert.equal((await made.step('left')).status, 'skipped');
  });

  it('FLOW-26: an empty route stops the branch and says so', async () => {
    const steps = [
      { id: 'pick', uses: 'flow.route', with: { choices: ['left'], value: [] } },
      command('left', 'left', { needs: ['pick'] }),
      command('other', 'other'),
    ];
    const made = await ran(planText(steps));
    assert.deepEqual(programsRun(made.server), ['other']);
    assert.equal((await made.events('routing.empty')).length, 1);
  });

  it('FLOW-26: a join waits for all its parents and sees their outputs sorted by parent', async () => {
    const steps = [
      command('b', 'b'),
      command('a', 'a'),
      { id: 'j', uses: 'shell.run', needs: ['b', 'a'], with: { argv: ['j', '=${joins.j}'] } },
    ];
    const made = await ran(planText(steps), { program: ({ argv }) => ({ stdout: `from ${argv[0]}` }) });
    const joined = JSON.parse(programsRun(made.server)[2]?.slice(3) ?? '') as Record<string, JsonObject>;
    assert.deepEqual(
      Object.entries(joined).map(([parent, output]) => [parent, output['stdout']]),
      [
        ['a', 'from a'],
        ['b', 'from b'],
      ],
    );
  });

  it('FLOW-26: max_concurrency 2 works on two at a time, never on three', async () => {
    let now = 0;
    let most = 0;
    const made = await ran(
      planText(['a', 'b', 'c', 'd'].map((id) => command(id, id))),
      {
        program: async () => {
          now += 1;
          most = Math.max(most, now);
          await new Promise((resolve) => setImmediate(resolve));
          now -= 1;
          return {};
        },
      },
      { limits: { max_concurrency: 2 } },
    );
    assert.equal(most, 2);
    assert.equal(programsRun(made.server).length, 4);
  });

  it('FLOW-26, OPS-15: max_steps ends a run that goes further, and marks the step at which it halted', async () => {
    const steps = ['a', 'b', 'c'].map((id) => command(id, id));
    const made = await journey(planText(steps));
    await made.start({ policy: { limits: { max_steps: 2 } } });
    const run = await made.reach('failed');
    assert.equal(run.end_reason?.code, 'max_steps_reached');
    assert.deepEqual(programsRun(made.server), ['a', 'b']);
    assert.deepEqual(
      run.steps.map(({ step_id, status, stopped }) => [step_id, status, stopped]),
      [
        ['a', 'succeeded', false],
        ['b', 'succeeded', false],
        ['c', 'skipped', true],
      ],
    );
  });

  it('FLOW-26: an undeclared cycle or a step that needs itself is refused', async () => {
    const made = await journey(planText([command('z', 'z')]));
    for (const steps of [
      [command('a', 'a', { needs: ['b'] }), command('b', 'b', { needs: ['a'] })],
      [command('a', 'a', { needs: ['a'] })],
    ]) {
      const body = await made.server.refusal('plan/import', {
        session_id: made.session_id,
        text: planText(steps),
      });
      assert.equal(body.error_code, 'PLAN_INVALID');
      assert.match(JSON.stringify(body.details), /CYCLE/);
    }
  });
});

describe('the time of a run', () => {
  const limited = { policy: { reliability: { timeout: '10m' } } };

  it('§1.2: counts active time only, not what people take to answer', async () => {
    const made = await journey(planText([command('a', 'a'), command('b', 'b', { needs: ['a'] })], limited), {
      profile: 'standard',
    });
    await made.start();
    await made.request('a');
    await made.reach('awaiting_approval');
    await made.server.clock.advance(3_600_000);
    await made.grant('a');
    await made.request('b');
    await made.reach('awaiting_approval');
    await made.server.clock.advance(3_600_000);
    await made.grant('b');
    await made.reach('succeeded');
    const [root] = await made.spans('invoke_workflow A plan');
    assert.equal(root?.attributes['active_ms'], 0);
    const { items } = await made.server.request('trace/list', {});
    assert.deepEqual([items[0]?.duration_ms, items[0]?.active_ms], [7_200_000, 0]);
  });

  it('§1.2: ends the run and what runs in it when it is over', async () => {
    const made = await journey(planText([command('a', 'a', { timeout: '1h' }), command('b', 'b')], limited), {
      program: async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return { hangs: true };
      },
    });
    await made.start();
    await made.server.clock.advance(0);
    await made.server.clock.advance(600_000);
    const run = await made.reach('failed');
    assert.deepEqual(
      [run.end_reason?.code, run.end_reason?.message],
      ['timeout', 'run timed out after 600 seconds'],
    );
    assert.deepEqual(await made.statuses(), { a: 'cancelled', b: 'skipped' });
  });

  it('§1.4: a paused run starts nothing until it is resumed, and a cancelled one ends', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const made = await journey(planText([command('a', 'a'), command('b', 'b')]), {
      program: () => held.then(() => ({})),
    });
    await made.start();
    await made.server.clock.advance(0);
    const { run_id, server } = made;
    assert.equal((await server.request('run/pause', { run_id })).status, 'paused');
    release();
    await server.clock.advance(1_000);
    assert.equal((await made.run()).status, 'paused');
    assert.deepEqual(programsRun(server), ['a']);
    await server.request('run/resume', { run_id });
    await made.reach('succeeded');
    assert.deepEqual(programsRun(server), ['a', 'b']);
    assert.deepEqual(
      [(await made.events('run.paused')).length, (await made.events('run.resumed')).length],
      [1, 1],
    );
  });
});
