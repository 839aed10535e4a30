import type { FromPlanBoard, PlanAction } from '#protocol/views/plan';
import type { ServerLine } from '../../connection/serverLine';
import { openElsewhere } from '../openElsewhere';
import { openLocation } from '../openLocation';
import { boardInputs, inputsFrom } from './boardInputs';
import { planOf, toldPlace } from './boardSteps';
import type { PlanFacts } from './planFacts';

/** What carrying out a wish of a board needs. */
export interface PlanDesk {
  readonly line: ServerLine;
  readonly sessionId: string;
  /** What was shown last. */
  readonly facts: PlanFacts | undefined;
  busy(action: PlanAction | null): void;
  readAgain(): Promise<void>;
}

type Wish = Exclude<FromPlanBoard, { readonly type: 'version' | 'read' }>;

/** Carries a wish of a board to the server, or opens what it asks for. */
export async function actOnPlan(desk: PlanDesk, wish: Wish): Promise<void> {
  switch (wish.type) {
    case 'openLocation':
      return await openRule(desk.facts, wish.location);
    case 'openApproval':
      return await openElsewhere('holdpoint.approval.open', { approval_id: wish.approval_id });
    case 'openTrace':
      return await openElsewhere('holdpoint.run.showTrace', { run_id: wish.run_id });
    case 'openReport':
      return await openElsewhere('holdpoint.run.showReport', { run_id: wish.run_id });
    default:
      return await decide(desk, wish);
  }
}

type Decision = Extract<Wish, { readonly type: 'approve' | 'reject' | 'run' | 'cancel' | 'resume' }>;

/** The board says that something is under way, and afterwards shows what came of it, also when it was refused. */
async function decide(desk: PlanDesk, wish: Decision): Promise<void> {
  desk.busy(wish.type === 'run' && wish.is_dry ? 'dryRun' : wish.type);
  try {
    await carryOut(desk, wish);
  } finally {
    desk.busy(null);
    await desk.readAgain();
  }
}

async function carryOut({ line, sessionId, facts }: PlanDesk, wish: Decision): Promise<void> {
  if (wish.type === 'cancel') {
    await line.request('run/cancel', { run_id: wish.run_id });
    return;
  }
  if (wish.type === 'resume') {
    await line.request('run/resume', { run_id: wish.run_id });
    return;
  }
  // A decision about something else than what is shown is none: the board is read again instead.
  if (facts === undefined || facts.shown.hash !== wish.hash) {
    return;
  }
  const target = { session_id: sessionId, version: facts.shown.version };
  if (wish.type === 'approve') {
    await line.request('plan/approve', { ...target, hash: wish.hash, scope: wish.scope, source: 'vscode' });
  } else if (wish.type === 'reject') {
    await line.request('plan/reject', { ...target, reason: wish.reason });
  } else {
    const inputs = inputsFrom(boardInputs(planOf(facts.shown.plan).inputs), wish.inputs);
    await line.request('run/start', { ...target, inputs, dry_run: wish.is_dry });
  }
}

async function openRule(facts: PlanFacts | undefined, location: string): Promise<void> {
  const told = (facts?.shown.blast_radius.steps ?? []).map((step) => step.location);
  const place = toldPlace(told, location);
  if (place !== null) {
    await openLocation(place.file, place.line);
  }
}
