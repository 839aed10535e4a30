import assert from 'node:assert/strict';
import { eventTypes } from '#protocol/events';
import { command, type Journey, journey, planText } from '../support/journey';

const secret = 'planted-secret-value';

/** A run with a preview, a command that prints a secret, a retry and a failure that is handled. */
async function eventful(): Promise<Journey> {
  let tries = 0;
  const made = await journey(
    planText([
      { id: 'draft', uses: 'write_file_preview', with: { path: 'f.txt', content: `key ${secret}\n` } },
      { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview: '${steps.draft.output}' } },
      {
        id: 'print',
        uses: 'shell.run',
        needs: ['apply'],
        with: { argv: ['print', '${secrets.KEY}'] },
        retry: 1,
      },
      command('bad', 'bad', { on_error: 'continue', needs: ['print'] }),
    ]),
    {
      profile: 'standard',
      secrets: { KEY: secret },
      program: ({ argv }) => {
        tries += 1;
        return {
          exitCode: argv[0] === 'bad' || tries === 1 ? 1 : 0,
          stdout: `out ${secret}`,
          stderr: secret,
        };
      },
    },
  );
  await made.start();
  for (const id of ['apply', 'print', 'bad']) {
    await made.grant(id, { reason: `because ${secret}` }, { client_message_id: 'message-7', source: 'http' });
  }
  await made.reach('succeeded');
  return made;
}

describe('the record of a run', () => {
  it('GATE-23: has actor and source in every event, and the message where there was one', async () => {
    const made = await eventful();
    const events = await made.events();
    assert.ok(events.length > 20);
    for (const event of events) {
      assert.match(event.actor, /^(user|agent|policy|discord):.+|^system$/, event.type);
      assert.match(event.source, /^(vscode|cli|http|discord|mcp|scheduler|system)$/, event.type);
    }
    const granted = (await made.events('step_approved')).filter(({ step_id }) => step_id !== null);
    assert.deepEqual(
      granted.map(({ client_message_id, source }) => [client_message_id, source]),
      Array.from({ length: 3 }, () => ['message-7', 'http']),
    );
  });

  it('GATE-17: finds the same single row under a type and each of its aliases', async () => {
    const made = await eventful();
    const seen = new Set((await made.events()).map(({ type }) => type));
    for (const [type, aliases] of Object.entries(eventTypes)) {
      const rows = (await made.events(type)).map(({ id }) => id);
      assert.equal(rows.length > 0, seen.has(type), type);
      for (const alias of aliases) {
        assert.deepEqual(
          (await made.events(alias)).map(({ id }) => id),
          rows,
          alias,
        );
      }
    }
  });

  it('GATE-21: holds a planted secret in no row, event, span, diff, artifact or answer', async () => {
    const made = await eventful();
    const { store, artifacts } = made.server.context.ports;
    const tables = [
      'sessions',
      'plans',
      'plan_steps',
      'runs',
      'step_runs',
      'attempts',
      'spans',
      'decisions',
      'approvals',
      'previews',
      'artifacts',
      'checkpoints',
      'checks',
      'writes',
    ] as const;
    let rows = 0;
    for (const table of tables) {
      const { items } = await store.list(table, { limit: null });
      rows += items.length;
      assert.ok(!JSON.stringify(items).includes(secret), table);
    }
    assert.ok(rows > 30);
    const { items } = await store.events({ limit: null });
    assert.ok(!JSON.stringify(items).includes(secret), 'events');
    const kept = (await store.list('artifacts', { limit: null })).items;
    assert.ok(kept.length > 3);
    for (const { sha256, name } of kept) {
      assert.ok(!new TextDecoder().decode(await artifacts.get(sha256)).includes(secret), name);
    }
    const { report, text } = await made.server.request('run/report', { run_id: made.run_id });
    assert.ok(!JSON.stringify(report).includes(secret) && !text.includes(secret));
    assert.equal(
      await made.file('f.txt'),
      `key ${secret}\n`,
      'the file itself has the bytes that were approved',
    );
    assert.ok(!JSON.stringify(made.server.log.lines).includes(secret));
  });

  it('FLOW-09: is a tree of spans: run, steps, their decisions, approvals, previews and tools', async () => {
    const made = await eventful();
    const spans = await made.spans();
    const byId = new Map(spans.map((span) => [span.span_id, span]));
    const parentOf = (name: string) =>
      new Set(
        spans.filter((span) => span.name === name).map((span) => byId.get(span.parent_span_id ?? '')?.kind),
      );
    assert.deepEqual([...new Set(spans.map(({ trace_id }) => trace_id))].length, 1);
    assert.match(spans[0]?.trace_id ?? '', /^[0-9a-f]{32}$/);
    const roots = spans.filter(({ parent_span_id }) => parent_span_id === null);
    assert.deepEqual(
      roots.map(({ name, kind }) => [name, kind]),
      [['invoke_workflow A plan', 'run']],
    );
    for (const name of ['execute_tool shell.run', 'holdpoint.policy', 'holdpoint.approval step']) {
      assert.deepEqual([...parentOf(name)], ['step'], name);
    }
    assert.deepEqual([...parentOf('holdpoint.approval plan')], ['run']);
    assert.ok(spans.every(({ end_us, status }) => end_us !== null && status !== 'UNSET'));
    const tries = spans.filter(({ name }) => name === 'holdpoint.step print');
    assert.deepEqual(
      tries.map(({ status, attributes }) => [status, attributes['holdpoint.step.attempt']]),
      [
        ['ERROR', 1],
        ['OK', 2],
      ],
    );
  });

  it('FLOW-09: has the policy with the run and each step', async () => {
    const made = await eventful();
    const spans = (await made.spans()).filter(({ kind }) => kind === 'run' || kind === 'step');
    for (const { name, policy_snapshot } of spans) {
      const { fail_fast, retry } = policy_snapshot as { fail_fast: boolean; retry: { max_attempts: number } };
      const tries = name === 'holdpoint.step print' ? 2 : 1;
      assert.deepEqual([fail_fast, retry.max_attempts], [true, tries], name);
    }
  });

  it('§1.9: has a span of every approval, rejected and expired ones included, with the time people took', async () => {
    for (const [decision, decide] of [
      ['approved', (made: Journey) => made.grant('a')],
      [
        'rejected',
        async (made: Journey) => {
          const { approval_id } = await made.request('a');
          await made.server.request('approval/reject', { approval_id, reason: 'no' });
        },
      ],
      [
        'superseded',
        async (made: Journey) => {
          await made.server.request('run/cancel', { run_id: made.run_id });
        },
      ],
      [
        'expired',
        async (made: Journey) => {
          await made.server.clock.advance(86_400_000);
          await made.server.request('approval/list', {});
        },
      ],
    ] as const) {
      const made = await journey(planText([command('a', 'a')]), { profile: 'standard' });
      await made.start();
      await made.request('a');
      await made.reach('awaiting_approval');
      await made.server.clock.advance(5_000);
      await decide(made);
      const [span] = await made.spans('holdpoint.approval step');
      assert.equal(span?.attributes['holdpoint.approval.decision'], decision);
      assert.ok(Number(span?.attributes['holdpoint.approval.wait_ms']) >= 5_000, decision);
      assert.equal(span?.status, decision === 'approved' || decision === 'superseded' ? 'OK' : 'ERROR');
      assert.equal(span?.kind, 'gate');
      assert.match(String(span?.attributes['holdpoint.approval.digest']), /^sha256:/);
    }
  });
});
