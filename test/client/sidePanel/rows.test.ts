import { deepStrictEqual, doesNotMatch, equal, fail, match } from 'node:assert/strict';
import { durationText } from '../../../client/src/shown/timeText';
import { approvalRow, approvalRows } from '../../../client/src/trees/approvals/approvalRow';
import { approvalText } from '../../../client/src/trees/approvals/approvalText';
import { checkpointRow } from '../../../client/src/trees/checkpoints/checkpointRow';
import { CheckpointsSource } from '../../../client/src/trees/checkpoints/checkpointsSource';
import { runRow } from '../../../client/src/trees/sessions/runRow';
import { sessionRow } from '../../../client/src/trees/sessions/sessionRow';
import { stepRow } from '../../../client/src/trees/sessions/stepRow';
import { eventRow } from '../../../client/src/trees/traces/eventRow';
import { FakeLine, listOf } from './fakeLine';
import { approval, english, event, run, session, step } from './samples';

const place = { session_id: 'session_1', version: 1, run_id: 'run-1', approvals: [] };

describe('rows of the side panel', () => {
  it('GATE-34: list first what has waited longest', () => {
    const older = { ...approval, approval_id: 'appr_2', created_at: '2026-01-01T10:00:00.000Z' };
    deepStrictEqual(
      approvalRows([approval, older], english).map(({ id }) => id),
      ['approval/appr_2', 'approval/appr_1'],
    );
  });

  it('say of an approval what it is about, its risk, its votes, and how long it may wait', () => {
    const vote = { actor: 'kim', source: 'cli', at: '', reason: null };
    const urgent = {
      ...approval,
      required: 2,
      votes: [vote],
      expires_at: '2026-01-02T11:30:00',
      shown: { ...approval.shown, needs_confirmation: true },
    };
    const row = approvalRow(urgent, english);
    equal(row.label, 'Command: Run the tests');
    equal(row.description, 'Volume discount · high risk · 1 of 2 approvals · until 11:30');
    equal(row.spoken, 'Command: Run the tests, Volume discount, high risk, 1 of 2 approvals, until 11:30');
    equal(row.kind, 'approval.step');
  });

  it('call a step with previews a change, and a plan by its version', () => {
    const change = approvalRow({ ...approval, preview_ids: ['prev_1'] }, english);
    deepStrictEqual([change.kind, change.label], ['approval.preview', 'Change: Run the tests']);
    const plan = { ...approval, subject_type: 'plan' as const, shown: { title: 'Shop', version: 3 } };
    const row = approvalRow(plan, english);
    deepStrictEqual([row.label, row.subject.version], ['Plan “Shop”, version 3', 3]);
  });

  it('GATE-34: show a command with every argument apart, its folder, its variables and the deciding rule', () => {
    const text = approvalText({ ...approval, previews: [] }, english);
    match(text, /^\$ node --test 'a b'$/m);
    match(text, /in shop/);
    match(text, /Environment variables: CI/);
    match(text, /Why you are asked: permissions\.default=ask/);
    match(text, /Deciding rule: default, built-in \(profile\)/);
    match(text, new RegExp(approval.digest));
  });

  it('say of a decided approval who decided, by which door and why, and no more how long it may wait', () => {
    const at = '2026-11-21T10:00:00.000Z';
    const vote = { actor: 'user:ann', source: 'cli', at, reason: null };
    const decided = { ...approval, previews: [], decided_at: at };
    const granted = approvalText({ ...decided, status: 'consumed', votes: [vote] }, english);
    match(granted, /^Approved by user:ann \(cli\), .*\b2026\b.*:\d\d/m);
    doesNotMatch(granted, /^until /m);
    const by = { actor: 'discord:1', source: 'discord', reason: 'not\u202e now' };
    const rejected = approvalText({ ...decided, ...by, status: 'rejected' }, english);
    match(rejected, /^Rejected by discord:1 \(discord\), .*\b2026\b.*, not\\u\{202e\} now$/m);
  });

  it('hide nothing that an eye would not see', () => {
    const sly = { ...approval, shown: { ...approval.shown, title: 'list\u202etxt.exe' } };
    match(approvalRow(sly, english).label, /\\u\{202e\}/);
    doesNotMatch(approvalText({ ...sly, previews: [] }, english), /\u202e/);
  });

  it('tell a session that waits from one that can run', () => {
    match(sessionRow(session, false, english).description, /^ready to run/);
    match(sessionRow(session, true, english).description, /^waits for approval/);
    match(sessionRow({ ...session, needs_replan: true }, false, english).description, /^needs a new plan/);
  });

  it('say of a run why it ended only where that was not well', () => {
    const ended = {
      ...run,
      ended_at: '2025-12-24T10:01:05.000Z',
      end_reason: { code: 'x', message: 'it broke' },
    };
    match(runRow({ ...ended, status: 'failed' }, 'in a list', english).description, /1 min 5 s .*it broke/);
    doesNotMatch(runRow({ ...ended, status: 'succeeded' }, 'in a list', english).description, /broke/);
    equal(runRow({ ...ended, status: 'failed' }, 'in a list', english).label, 'Volume discount');
  });

  it('say of a step how long it took and who let it pass', () => {
    const granted = { ...approval, status: 'consumed' as const, actor: 'kim' };
    const row = stepRow(step, { ...place, approvals: [granted] }, english);
    equal(row.description, 'succeeded · 1.5 s · approved by kim · test.run');
    match(stepRow({ ...step, carried_from: 'run-0' }, place, english).description, /^carried over/);
  });

  it('lead from an event to its place in the trace, where it has one', () => {
    const found = eventRow(event('step.failed', { level: 'error', span_id: 's1' }), english);
    deepStrictEqual([found.subject.span_id, found.icon.name], ['s1', 'error']);
    equal(eventRow(event('session.created', { run_id: null }), english).opens, undefined);
  });

  it('say what a checkpoint holds and leaves out', () => {
    const checkpoint = {
      checkpoint_id: 'ckpt_1',
      name: 'before',
      run_id: null,
      hash: '0123456789abcdef',
      git_ref: null,
      tree_sha: null,
      head_sha: null,
      files: 1,
      left_out: ['big.bin'],
      created_by: 'kim',
      created_at: '2026-01-02T10:05:00',
    };
    equal(checkpointRow(checkpoint, english).description, '0123456789 · 1 file · 1 left out · kim · 10:05');
  });

  it('say where a work tree lies and how the run in it stands', async () => {
    const slot = {
      id: 'workspace-shop-slot1',
      repo: '/shop',
      path: '/shop/.holdpoint/slots/workspace-shop-slot1',
      state: 'allocated',
      run_id: 'run_1',
      branch: null,
      commit_sha: '0123456789abcdef',
    };
    const fake = new FakeLine({
      'checkpoint/list': () => listOf([]),
      'slot/list': () => listOf([slot, { ...slot, id: 'workspace-shop-slot2', run_id: null, branch: 'try' }]),
      'run/show': () => ({ status: 'succeeded' }),
    });
    const source = new CheckpointsSource(
      fake.line,
      () => english,
      (error) => fail(String(error)),
    );
    const [above, ...others] = await source.rows();
    deepStrictEqual([above?.label, above?.description, others], ['Work trees', '2', []]);
    deepStrictEqual(
      (await source.rows(above)).map(({ description, opens }) => [description, opens]),
      [
        ['succeeded · 0123456789 · /shop/.holdpoint/slots/workspace-shop-slot1', 'holdpoint.run.showReport'],
        ['in use · try · /shop/.holdpoint/slots/workspace-shop-slot1', undefined],
      ],
    );
    source.dispose();
  });

  it('write durations in the largest units that say them', () => {
    deepStrictEqual([0, 999, 3250, 59_999, 245_000, 7_800_000].map(durationText), [
      '0 ms',
      '999 ms',
      '3.2 s',
      '59.9 s',
      '4 min 5 s',
      '2 h 10 min',
    ]);
  });
});
