import { deepStrictEqual, doesNotMatch, equal, match, notEqual } from 'node:assert/strict';
import { AppError } from '#protocol/errors';
import { isTerminal, machines } from '#protocol/states';
import { nextStep } from '../../../client/src/advice/nextStep';
import { explainedText, lintedText, simulatedText } from '../../../client/src/advice/policyTexts';
import { planText } from '../../../client/src/approving/planText';
import { subjectOf } from '../../../client/src/choices/subjectOf';
import { stateIcon } from '../../../client/src/shown/stateIcon';
import { stateText } from '../../../client/src/shown/stateText';
import { statusText } from '../../../client/src/status/statusText';
import { looksLikePlan, stepPlaces } from '../../../client/src/testing/stepPlaces';
import { stepResult } from '../../../client/src/testing/stepResult';
import { emptyReason } from '../../../client/src/trees/emptyReason';
import { english, run, step } from './samples';

const { l10n } = english;

describe('the status bar', () => {
  const active = { run, doneCount: 1, stepCount: 4 };
  const waiting = { ...active, run: { ...run, status: 'awaiting_approval' as const } };

  it('GATE-34: counts what waits, shows the run, and hides when there is neither', () => {
    equal(statusText(0, [], english), undefined);
    deepStrictEqual(
      [statusText(2, [], english)?.text, statusText(2, [], english)?.command],
      ['$(shield) 2', 'holdpoint.approvals.focus'],
    );
    equal(statusText(0, [active], english)?.text, '$(sync~spin) Volume discount: running, 1 of 4 steps');
    equal(statusText(0, [active], english)?.command, 'holdpoint.run.showActive');
    match(statusText(1, [active], english)?.spoken ?? '', /1 approval is waiting.*running/);
  });

  it('says once what a run waits for', () => {
    equal(statusText(1, [waiting], english)?.text, '$(shield) 1');
  });
});

describe('words and pictures', () => {
  it('are there for every state of runs, steps, plans and slots', () => {
    for (const machine of ['run', 'step', 'plan', 'slot'] as const) {
      for (const state of Object.keys(machines[machine])) {
        notEqual(stateText('ja-JP', state), stateText('en-GB', state), state);
        doesNotMatch(stateText('en-GB', state), /_/);
        const isNamed = stateIcon(state).name !== 'circle-outline' || ['pending', 'blocked'].includes(state);
        equal(isNamed, true, state);
      }
    }
  });
});

describe('what a command is about', () => {
  it('is a row, a file, or the ids another command hands over; nothing else gets in', () => {
    deepStrictEqual(subjectOf({ row: { subject: { run_id: 'r' } } }), { run_id: 'r' });
    deepStrictEqual(subjectOf({ session_id: 's', version: 2, run_id: 7, other: 'x' }), {
      session_id: 's',
      version: 2,
    });
    deepStrictEqual(subjectOf('file:///plan.yaml'), { file: 'file:///plan.yaml' });
    deepStrictEqual(subjectOf({ scheme: 'file', path: '/p', toString: () => 'file:///p' }), {
      file: 'file:///p',
    });
    deepStrictEqual([subjectOf(undefined), subjectOf(null), subjectOf(7)], [{}, {}, {}]);
  });
});

describe('advice', () => {
  const explained = {
    status: 'awaiting_plan_approval',
    needs_replan: false,
    next_command: null,
    reason: '',
    plan_version: 2,
    plan_title: 'Shop',
    pending_step_id: null,
    pending_step_status: null,
  };

  it('GATE-30: names the next step with its command', () => {
    const command = (change: Partial<typeof explained>) =>
      nextStep({ ...explained, ...change }, l10n).command;
    equal(command({}), 'holdpoint.plan.approve');
    equal(command({ needs_replan: true }), 'holdpoint.plan.approve');
    equal(command({ status: 'failed', needs_replan: true }), 'holdpoint.run.showReport');
    equal(command({ status: 'awaiting_step_approval' }), 'holdpoint.plan.run');
    equal(
      nextStep({ ...explained, status: 'pending', plan_version: null } as never, l10n).command,
      undefined,
    );
    const waits = { pending_step_id: 'apply', pending_step_status: 'awaiting_approval' };
    equal(nextStep({ ...explained, ...waits } as never, l10n).command, 'holdpoint.approvals.focus');
  });

  it('shows what a plan would do, in full', () => {
    const radius = {
      files: ['a.ts'],
      commands: ['node --test'],
      hosts: [],
      steps: [
        {
          step_id: 'test',
          tool: 'test.run',
          effect: 'exec',
          risk: 'medium' as const,
          verdict: 'ask' as const,
          rule_id: 'default',
          location: 'built-in',
          reason: '',
          asks: true,
        },
      ],
      expected_prompts: 1,
      irreversible: [],
      past_runs: 2,
      past_duration_ms: 1500,
      past_cost_usd: null,
    };
    equal(
      planText(radius, l10n),
      [
        'Files:',
        '  a.ts',
        'Commands:',
        '  node --test',
        'Steps:',
        '  test: will ask you (test.run, runs a command, risk medium; default, built-in)',
        'You will be asked about 1 more time.',
        'It succeeded 2 times before, in about 1.5 s.',
      ].join('\n'),
    );
  });

  it('shows which rule of the policy decides, and what a change of it would change', () => {
    const stage = {
      stage: 'deny',
      verdict: 'deny' as const,
      rule_id: 'no-rm',
      location: 'p.yaml:3',
      reason: 'rm',
    };
    const decided = {
      step_id: 'a',
      tool: 't',
      verdict: 'deny',
      rule_id: 'no-rm',
      location: 'p.yaml:3',
      reason: 'rm',
    };
    match(explainedText({ ...decided, stages: [stage] }, l10n), /Deciding rule: no-rm, p\.yaml:3/);
    const changed = [
      { ...decided, decision_id: 'd', run_id: 'r', step_id: 's', before: 'ask', after: 'deny' },
    ];
    match(
      simulatedText({ runs: 1, decisions: 2, changed }, l10n),
      /^2 decisions of 1 runs; 1 would change\.\n\nr s t: asks → denied/,
    );
    const error = { code: 'SYNTAX', path: '', line: 4, column: 2, message: 'no' };
    match(
      lintedText({ ok: false, errors: [error], warnings: [], files: ['p.yaml'] }, l10n),
      /^4:2 SYNTAX no$/m,
    );
  });
});

describe('plans as tests', () => {
  it('find each step where it is written, in YAML and JSON', () => {
    const yaml =
      'steps:\n  - id: look\n    uses: x\n  - {id: "apply", needs: [look]}\n  - uses: y\n    id: test\n';
    deepStrictEqual(
      [...stepPlaces(yaml, ['look', 'apply', 'test'])],
      [
        ['look', 1],
        ['apply', 3],
        ['test', 5],
      ],
    );
    deepStrictEqual([...stepPlaces('{"steps": [\n{"id": "look"}]}', ['look', 'gone'])], [['look', 1]]);
  });

  it('leave files alone that only have such a name', () => {
    deepStrictEqual([looksLikePlan('schema: plan/1\n'), looksLikePlan('{"planets": []}')], [true, false]);
  });

  it('pass, fail or wait as the step does', () => {
    for (const status of Object.keys(machines.step) as (typeof step.status)[]) {
      const { kind } = stepResult({ ...step, status }, 'en');
      equal(
        ['passed', 'failed', 'skipped'].includes(kind),
        isTerminal('step', status) || status === 'interrupted',
        status,
      );
    }
    deepStrictEqual(stepResult({ ...step, status: 'failed', error: { code: 'x', message: 'no' } }, 'en'), {
      kind: 'failed',
      message: 'no',
      durationMs: 1500,
    });
  });
});

describe('an empty view', () => {
  it('knows why it is empty, and leaves other failures to be told', () => {
    const reason = (cause: string) => emptyReason(new AppError('FORBIDDEN', '', { cause }));
    deepStrictEqual([reason('no_folder'), reason('other')], ['noFolder', undefined]);
    equal(emptyReason(new AppError('SERVER_UNREACHABLE', '')), 'unreachable');
    equal(reason('folder_gone'), 'unreachable');
    equal(reason('protocol'), 'unreachable');
  });
});
