import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { command, type Departure, type Journey, journey, planText, programsRun } from '../support/journey';

const output = { program: ({ argv }: { argv: readonly string[] }) => ({ stdout: `<${argv.join(' ')}>` }) };

async function said(
  argv: readonly string[],
  more: JsonObject = {},
  world: Departure = output,
): Promise<string[]> {
  const steps = [
    { id: 'first', uses: 'list_dir', with: { path: '.' } },
    command('second', 'second'),
    { id: 'say', uses: 'shell.run', needs: ['first', 'second'], with: { argv: ['say', ...argv] } },
  ];
  const made = await journey(planText(steps, more), { files: { 'a.txt': '1', 'b.txt': '22' }, ...world });
  await made.start();
  await made.reach('succeeded');
  const ran = (made.server.context.ports.processes as unknown as { requests: { argv: string[] }[] }).requests;
  return ran.at(-1)?.argv.slice(1) ?? [];
}

describe('references', () => {
  it('GATE-27: take a whole value, an embedded one, an indexed one, and escape', async () => {
    assert.deepEqual(
      await said([
        '${steps.second.output.stdout}',
        'in ${steps.second.output.stdout} and ${steps.first.status}',
        '${steps.first.output.entries[1].name}',
        '$${steps.second.output}',
      ]),
      ['<second>', 'in <second> and succeeded', 'b.txt', '${steps.second.output}'],
    );
  });

  it('GATE-27: take inputs with their defaults and the id of the run', async () => {
    const inputs = { type: 'object', properties: { x: { type: 'string', default: 'eks' } } };
    const [x, id] = await said(['${inputs.x}', '${run.id}'], { inputs });
    assert.equal(x, 'eks');
    assert.match(id ?? '', /^run-/);
  });

  it('GATE-27: become elements of argv, never text for a shell', async () => {
    const world = { program: () => ({ stdout: '; rm -rf / $(id) "' }) };
    assert.deepEqual(await said(['${steps.second.output.stdout}'], {}, world), ['; rm -rf / $(id) "']);
  });

  it('GATE-27: a loop over what has no value, or is no list, is refused, not taken for nothing to do', async () => {
    for (const [items, code, reason] of [
      ['${steps.first.output.nowhere}', 'REFERENCE_UNRESOLVED', 'step_input_reference_unresolved'],
      ['${steps.first.output.path}', 'INPUT_INVALID', 'input_invalid'],
    ] as const) {
      const steps = [
        { id: 'first', uses: 'list_dir', with: { path: '.' } },
        command('each', 'each', { needs: ['first'], loop: { items, as: 'x' } }),
        command('after', 'after', { needs: ['each'] }),
      ];
      const made = await journey(planText(steps), output);
      await made.start();
      await made.reach('denied');
      const each = await made.step('each');
      assert.deepEqual([each.status, each.error?.code, each.attempts], ['denied', code, 0]);
      const [denied] = await made.payloads('step_execution_rejected');
      assert.equal(denied?.['reason'], reason);
      assert.deepEqual(programsRun(made.server), []);
    }
  });

  it('GATE-27: without a value refuse the step in its code, with reason and no attempt', async () => {
    const made = await unresolved();
    const { server, session_id } = made;
    const answer = await server.request('step/execute', { session_id, step_id: 'first' });
    made.run_id = answer.run_id;
    const body = await server.refusal('step/execute', { session_id, step_id: 'say' });
    assert.deepEqual([body.error, body.error_code], ['conflict', 'REFERENCE_UNRESOLVED']);
    const [denied] = await made.payloads('step_execution_rejected');
    assert.equal(denied?.['reason'], 'step_input_reference_unresolved');
    assert.equal((await made.step('say')).attempts, 0);
    assert.deepEqual(programsRun(server), ['first']);
  });

  it('GATE-27: to a step that there is not are refused with the plan', async () => {
    const made = await unresolved();
    const text = planText([{ id: 'a', uses: 'shell.run', with: { argv: ['${steps.none.output}'] } }]);
    const body = await made.server.refusal('plan/import', { session_id: made.session_id, text });
    assert.match(JSON.stringify(body.details), /BAD_REFERENCE/);
  });

  it('FLOW-28: never reach a variable that the policy does not allow', async () => {
    const steps = [{ id: 'say', uses: 'shell.run', with: { argv: ['say', '${env.PRIVATE}'] } }];
    const made = await journey(planText(steps));
    const start = { session_id: made.session_id, env: { PRIVATE: 'hidden' } };
    const body = await made.server.refusal('run/start', start);
    assert.equal(body.error_code, 'PLAN_INVALID');
    assert.match(body.message, /'PRIVATE' is not in permissions\.env_allow/);
    assert.deepEqual(programsRun(made.server), []);
    const allowed = await journey(planText(steps));
    await allowed.start({ env: { PRIVATE: 'open' }, policy: { permissions: { env_allow: ['PRIVATE'] } } });
    await allowed.reach('succeeded');
    assert.deepEqual(programsRun(allowed.server), ['say open']);
  });
});

async function unresolved(): Promise<Journey> {
  return journey(
    planText([
      command('first', 'first'),
      {
        id: 'say',
        uses: 'shell.run',
        needs: ['first'],
        with: { argv: ['say', '${steps.first.output.nothing}'] },
      },
    ]),
    output,
  );
}
