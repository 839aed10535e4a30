import type { Command } from 'commander';
import type { ApprovalView } from '#protocol/methods/approvals';
import { visible } from '#protocol/shown/visible';
import { type CommandLine, formatOption, wholeOption, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { fieldsOutcome, listOutcome, pageOf } from '../lists';
import { blastLines } from '../work/blastLines';
import { approvalLines } from './approvalLines';

/** `approvals …`: the one queue of everything that waits for a person. */
export function approvalCommands(program: Command, line: CommandLine): void {
  const approvals = line.noun(program, 'approvals', 'the queue of what waits for a person');
  line
    .verb(approvals, 'list', 'list the queue (default: what still waits)', list)
    .addOption(wordOption('--state <state>', 'only those', states))
    .option('--all', 'whatever their state')
    .option('--session <session>', 'of one session')
    .option('--run <run>', 'of one run')
    .addOption(formatOption())
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  line.verb(approvals, 'show <approval>', 'show the whole command or diff that waits', show);
  line
    .verb(approvals, 'grant <approval>', 'approve exactly what is shown', grant)
    .option('--digest <digest>', 'refuse when what waits is not exactly this')
    .option('--reason <text>', 'why')
    .option('--confirm-high-risk', 'confirm a step of high risk');
  line
    .verb(approvals, 'reject <approval>', 'reject it for good', reject)
    .requiredOption('--reason <text>', 'why, for its author');
}

const states = ['requested', 'granted', 'rejected', 'expired', 'superseded', 'consumed', 'revoked'] as const;

async function list(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const { given } = call;
  const state = given.word<ApprovalView['status']>('state') ?? (given.flag('all') ? undefined : 'requested');
  const page = await door.request('approval/list', {
    state,
    session_id: given.text('session'),
    run_id: given.text('run'),
    ...pageOf(call),
  });
  return listOutcome(call, page, {
    columns: [
      { name: 'approval_id', value: ({ approval_id }) => approval_id },
      { name: 'subject', value: ({ subject_type }) => subject_type },
      { name: 'step', value: ({ step_id }) => step_id },
      { name: 'status', value: ({ status }) => status },
      { name: 'run_id', value: ({ run_id }) => run_id },
      { name: 'expires_at', value: ({ expires_at }) => expires_at },
      { name: 'about', value: ({ shown }) => shown['title'] ?? shown['plan_title'] },
    ],
    empty: 'No approvals found',
  });
}

async function show(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const approval = await door.request('approval/show', { approval_id: call.given.argument(0) });
  const lines = approvalLines(approval, call.messages, call.terminal.outColor);
  return { document: approval, text: [...(await planLines(call, approval)), ...lines].join('\n') };
}

/** What a plan that waits would do; steps and rollbacks say it themselves. */
async function planLines(
  call: Call,
  { subject_type, session_id, shown }: ApprovalView,
): Promise<readonly string[]> {
  const version = Number(shown['version']);
  if (subject_type !== 'plan' || !Number.isInteger(version)) {
    return [];
  }
  const door = await call.connect();
  const { title, blast_radius } = await door.request('plan/show', { session_id, version });
  return [
    call.messages.blastTitle(visible(title), version),
    ...blastLines(blast_radius, call.messages, call.terminal.outColor),
  ];
}

const fields = [
  'approval_id',
  'status',
  'subject_type',
  'step_id',
  'run_id',
  'digest',
  'required',
  'actor',
  'reason',
];

async function grant(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('approval/grant', {
    approval_id: call.given.argument(0),
    digest: call.given.text('digest'),
    reason: call.given.text('reason'),
    confirm_high_risk: call.given.flag('confirmHighRisk'),
  });
  const { status, votes, required } = answer;
  const outcome = fieldsOutcome(call, answer, fields);
  return status === 'requested'
    ? { ...outcome, text: `${outcome.text}\n${call.messages.counted(votes.length, required)}` }
    : outcome;
}

async function reject(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('approval/reject', {
    approval_id: call.given.argument(0),
    reason: call.given.text('reason') ?? '',
  });
  return fieldsOutcome(call, answer, fields);
}
