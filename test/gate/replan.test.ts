import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { command, type Journey, journey, planText, programsRun } from '../support/journey';
import { until } from '../support/until';

/** Six steps: a → b → c and d → e, f by itself; one of them is written as given. */
function six(changed: string, name: string): string {
  const step = (id: string, needs: string[], more: JsonObject = {}) =>
    command(id, id === changed ? name : id, { needs, ...more });
  return planText([
    step('a', []),
    step('b', ['a']),
    step('c', ['b']),
    step('d', []),
    step('e', ['d']),
    step('f', []),
  ]);
}

async function grantAll(made: Journey): Promise<string[]> {
  const asked: string[] = [];
  await until('the run to end', async () => {
    for (const { approval_id, step_id } of await made.pending()) {
      asked.push(step_id ?? '');
      await made.server.request('approval/grant', { approval_id });
    }
    return (await made.run()).ended_at !== null;
  });
  return asked;
}

describe('a new plan version', () => {
  it('GATE-10: carries what is unchanged; only the edited step and its dependants ask again', async () => {
    const made = await journey(six('b', 'broken'), {
      profile: 'standard',
      program: ({ argv }) => ({ exitCode: argv[0] === 'broken' ? 1 : 0 }),
    });
    const reliability = { fail_fast: false };
    await made.start({ policy: { reliability } });
    assert.deepEqual((await grantAll(made)).sort(), ['a', 'b', 'd', 'e', 'f']);
    const first = made.run_id;
    assert.equal((await made.run()).status, 'failed');
    const { server, session_id } = made;
    const text = six('b', 'mended');
    const imported = await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
    assert.deepEqual([imported.version, imported.carried.sort()], [2, ['a', 'd', 'e', 'f']]);
    const difference = await server.request('plan/diff', { session_id, from: 1, to: 2 });
    assert.deepEqual(difference.changed, [{ step_id: 'b', fields: ['with'] }]);
    await server.request('plan/approve', { session_id, version: 2 });
    assert.equal(await made.needsReplan(), false);
    await made.start();
    assert.deepEqual(await grantAll(made), ['b', 'c']);
    assert.deepEqual(
      Object.fromEntries(
        (await made.run()).steps.map(({ step_id, carried_from }) => [step_id, carried_from]),
      ),
      { a: first, b: null, c: null, d: first, e: first, f: first },
    );
    assert.deepEqual(programsRun(server).slice(5), ['mended', 'c']);
    const { report } = await server.request('run/report', { run_id: (await made.run()).run_id });
    const lines = report['steps'] as readonly { carried_from: string | null; duration_ms: number | null }[];
    assert.deepEqual(
      lines.map(({ carried_from, duration_ms }) => (carried_from === null) === (duration_ms !== null)),
      lines.map(() => true),
      'the time that a carried step took belongs to the run in which it ran',
    );
  });

  it('GATE-10: can refer to the outputs of carried steps', async () => {
    const text = (last: string) =>
      planText([
        { id: 'read', uses: 'read_file', with: { path: 'in.txt' } },
        {
          id: 'say',
          uses: 'shell.run',
          needs: ['read'],
          with: { argv: [last, '${steps.read.output.content}'] },
        },
      ]);
    const made = await journey(text('broken'), {
      files: { 'in.txt': 'carried text' },
      program: ({ argv }) => ({ exitCode: argv[0] === 'broken' ? 1 : 0 }),
    });
    await made.start();
    await made.reach('failed');
    made.server.workspace.set('in.txt', 'changed since');
    await made.approve(text('mended'));
    await made.start();
    await made.reach('succeeded');
    assert.equal(programsRun(made.server).at(-1), 'mended carried text');
  });

  it('GATE-10: does not carry over to other inputs', async () => {
    const inputs = { type: 'object', properties: { n: { type: 'number', default: 1 } } };
    const text = (last: string) =>
      planText([command('a', 'a'), command('b', last, { needs: ['a'] })], { inputs });
    const made = await journey(text('broken'), {
      program: ({ argv }) => ({ exitCode: argv[0] === 'broken' ? 1 : 0 }),
    });
    await made.start();
    await made.reach('failed');
    await made.approve(text('mended'));
    await made.start({ inputs: { n: 2 } });
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['a', 'broken', 'a', 'mended']);
  });

  it('GATE-33: the way that goes well, from import to report', async () => {
    const made = await journey(
      planText([
        { id: 'draft', uses: 'write_file_preview', with: { path: 'out.txt', content: 'new\n' } },
        {
          id: 'apply',
          uses: 'write_file_apply',
          needs: ['draft'],
          with: { preview: '${steps.draft.output}' },
        },
        command('test', 'check', { needs: ['apply'] }),
      ]),
      { profile: 'standard' },
    );
    await made.start();
    assert.deepEqual(await grantAll(made), ['apply', 'test']);
    await made.reach('succeeded');
    assert.equal(await made.file('out.txt'), 'new\n');
    const { report, failure_text } = await made.server.request('run/report', { run_id: made.run_id });
    assert.deepEqual([report['status'], failure_text], ['succeeded', null]);
    const { status, needs_replan } = await made.server.request('session/show', {
      session_id: made.session_id,
    });
    assert.deepEqual([status, needs_replan], ['succeeded', false]);
  });

  it('GATE-33: a failure, a stop, a new version, its approval, and on to the end', async () => {
    const text = (test: string) =>
      planText([command('build', 'build'), command('test', test, { needs: ['build'] })]);
    const made = await journey(text('failing'), {
      profile: 'standard',
      program: ({ argv }) => ({ exitCode: argv[0] === 'failing' ? 1 : 0 }),
    });
    const { server, session_id } = made;
    await made.start();
    await grantAll(made);
    await made.reach('failed');
    const { failure_text } = await server.request('run/report', { run_id: made.run_id });
    assert.match(failure_text ?? '', /^Flow failed\.\n {2}trace_id: [0-9a-f]{32}\n {2}failed_node: test\n/);
    assert.equal(await made.needsReplan(), true);
    assert.equal((await server.refusal('run/start', { session_id })).error_code, 'NEEDS_REPLAN');
    await server.request('plan/import', { session_id, text: text('mended'), file_name: 'plan.json' });
    assert.equal((await server.refusal('run/start', { session_id })).error_code, 'NEEDS_REPLAN');
    await server.request('plan/approve', { session_id, version: 2 });
    await made.start();
    assert.deepEqual(await grantAll(made), ['test']);
    await made.reach('succeeded');
    assert.deepEqual(programsRun(server), ['build', 'failing', 'mended']);
  });
});
