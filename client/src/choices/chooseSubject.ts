import * as vscode from 'vscode';
import type { RunView } from '#protocol/methods/runs';
import type { Desk } from '../desk';
import { approvalRows } from '../trees/approvals/approvalRow';
import { checkpointRow } from '../trees/checkpoints/checkpointRow';
import { runRow } from '../trees/sessions/runRow';
import { planRow, sessionRow } from '../trees/sessions/sessionRow';
import { speech } from '../trees/sidePanel';
import { type Choice, chooseRow } from './chooseRow';
import { subjectOf } from './subjectOf';

/** The approval that a command means, chosen by the person where it was not said. */
export async function chooseApproval(
  desk: Desk,
  word: unknown,
  how: Pick<Choice, 'isOnlyTaken'> = {},
): Promise<string | undefined> {
  const { approval_id: named, tree } = subjectOf(word);
  const chosenThere = tree === 'approvals' ? desk.sidePanel.chosenApproval : undefined;
  const approval_id = named ?? chosenThere?.approval_id;
  if (approval_id !== undefined) {
    desk.line.at(chosenThere?.root);
    return approval_id;
  }
  const rows = desk.queue.load().then(() => approvalRows(desk.queue.items, speech()));
  const chosen = await chooseRow(rows, {
    title: vscode.l10n.t('Which approval?'),
    empty: vscode.l10n.t('Nothing is waiting for an approval.'),
    ...how,
  });
  desk.line.at(chosen?.subject.root);
  return chosen?.subject.approval_id;
}

/** The run that a command means; `fits` says of which runs it makes sense. */
export async function chooseRun(
  desk: Desk,
  word: unknown,
  fits: (run: RunView) => boolean = () => true,
): Promise<string | undefined> {
  const { run_id } = subjectOf(word);
  if (run_id !== undefined) {
    return run_id;
  }
  const rows = desk.line
    .request('run/list', { limit: 500 })
    .then(({ items }) => items.filter(fits).map((run) => runRow(run, 'in a list', speech())));
  const chosen = await chooseRow(rows, {
    title: vscode.l10n.t('Which run?'),
    empty: vscode.l10n.t('There is no such run.'),
  });
  return chosen?.subject.run_id;
}

/** One of the other runs; those of the same session first. */
export async function chooseOtherRun(desk: Desk, aside: string, title: string): Promise<string | undefined> {
  const rows = desk.line.request('run/list', { limit: 500 }).then(({ items }) => {
    const own = items.find(({ run_id, trace_id }) => run_id === aside || trace_id === aside);
    const isNear = ({ session_id }: RunView) => (session_id === own?.session_id ? 0 : 1);
    return items
      .filter((run) => run !== own)
      .toSorted((left, right) => isNear(left) - isNear(right))
      .map((run) => runRow(run, 'in a list', speech()));
  });
  const chosen = await chooseRow(rows, { title, empty: vscode.l10n.t('There is no other run.') });
  return chosen?.subject.run_id;
}

/** The session that a command means. */
export async function chooseSession(desk: Desk, word: unknown): Promise<string | undefined> {
  const { session_id } = subjectOf(word);
  if (session_id !== undefined) {
    return session_id;
  }
  const rows = desk.line
    .request('session/list', { limit: 500 })
    .then(({ items }) => items.map((session) => sessionRow(session, isWaiting(desk, session.id), speech())));
  const chosen = await chooseRow(rows, {
    title: vscode.l10n.t('Which session?'),
    empty: vscode.l10n.t('There is no session yet.'),
  });
  return chosen?.subject.session_id;
}

function isWaiting({ queue }: Desk, session_id: string): boolean {
  return queue.items.some((approval) => approval.session_id === session_id);
}

/** One version of a session's plan. */
export interface Version {
  readonly session_id: string;
  readonly version: number;
}

/** The plan version that a command means; of a session its newest. */
export async function chooseVersion(desk: Desk, word: unknown): Promise<Version | undefined> {
  const { session_id: known, version } = subjectOf(word);
  if (known !== undefined && version !== undefined) {
    return { session_id: known, version };
  }
  const session_id = known ?? (await chooseSession(desk, word));
  return session_id === undefined
    ? undefined
    : await chooseOtherVersion(desk, session_id, vscode.l10n.t('Which version?'));
}

/** One of the versions of a session, without the one that is set aside. */
export async function chooseOtherVersion(
  desk: Desk,
  session_id: string,
  title: string,
  aside?: number,
): Promise<Version | undefined> {
  const rows = desk.line.request('plan/list', { session_id, limit: 500 }).then(({ items }) =>
    items
      .filter(({ version }) => version !== aside)
      .sort((a, b) => b.version - a.version)
      .map((plan) => planRow(plan, false, speech())),
  );
  const chosen = await chooseRow(rows, { title, empty: vscode.l10n.t('There is no other version.') });
  const version = chosen?.subject.version;
  return version === undefined ? undefined : { session_id, version };
}

/** The checkpoint that a command means. */
export async function chooseCheckpoint(desk: Desk, word: unknown): Promise<string | undefined> {
  const { checkpoint_id } = subjectOf(word);
  if (checkpoint_id !== undefined) {
    return checkpoint_id;
  }
  const rows = desk.line
    .request('checkpoint/list', { limit: 500 })
    .then(({ items }) => items.map((checkpoint) => checkpointRow(checkpoint, speech())));
  const chosen = await chooseRow(rows, {
    title: vscode.l10n.t('Which checkpoint?'),
    empty: vscode.l10n.t('There is no checkpoint yet.'),
  });
  return chosen?.subject.checkpoint_id;
}
