import type { JsonObject } from '#protocol/json';
import type { StepRunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { type RunHistory, runTerms } from '../report/runHistory';
import { emittedRows } from './emittedRows';
import { planShape } from './planShape';
import { graphRowMarks, type RunlogRow } from './runlogRow';
import { type StepFacts, stepFacts, strictestDecision } from './stepFacts';
import { callOf, printedTexts } from './toldCalls';
import { hasStarted, type Moment, visitTimeline } from './visitTimeline';

/**
 * The run log of a run (LOG-08), derived from its record alone. A round is one visit of a step that was worked on or
 * refused: it has one `gate`, one `action` for each try and one `round_summary`.
 */
export function runlogRows(history: RunHistory): readonly RunlogRow[] {
  const { plan, steps, attempts } = history;
  const timeline = visitTimeline(plan, steps, attempts);
  const rounds = roundNumbers(timeline);
  const facts = stepFacts(history);
  const rows: JsonObject[] = [contextRow(history)];
  for (const moment of timeline) {
    rows.push(...momentRows(facts, moment, rounds.get(moment.visit)));
  }
  if (isTerminal('run', history.run.status)) {
    rows.push(endRow(history, rounds));
  }
  return rows.map((row, index) => ({ seq: index + 1, ...row }));
}

/** Visits by the number of their round, from 1, in the order in which they began. */
function roundNumbers(moments: readonly Moment[]): ReadonlyMap<StepRunRow, number> {
  const worked = new Set(moments.map(({ visit }) => visit).filter(isRound));
  return new Map([...worked].map((visit, index) => [visit, index + 1]));
}

function isRound(visit: StepRunRow): boolean {
  return visit.status === 'denied' || hasStarted(visit);
}

function contextRow({ run, planRow, plan, inputs }: RunHistory): JsonObject {
  const { baseCommit, toolVersions, inputs: told } = runTerms(run);
  return {
    ts: run.created_at,
    type: 'context',
    run_id: run.id,
    trace_id: run.trace_id,
    session_id: run.session_id,
    plan: { title: planRow.title, version: planRow.version, hash: planRow.hash },
    goal: plan.goal,
    mode: run.mode,
    profile: run.profile,
    executor: run.executor,
    inputs_sha256: run.inputs_sha,
    inputs: inputs ?? told,
    fingerprint: run.fingerprint,
    base_commit: baseCommit,
    tool_versions: toolVersions,
    ...planShape(plan),
  };
}

function momentRows(facts: StepFacts, moment: Moment, round: number | undefined): readonly JsonObject[] {
  const { visit, at } = moment;
  switch (moment.kind) {
    case 'start':
      return [gateRow(facts, visit, at, round), graphRow(visit, at, 'started')];
    case 'attempt':
      return [actionRow(facts, moment, round), checkpointRow(moment)];
    case 'end':
      return endOfVisit(facts, visit, at, round);
  }
}

function endOfVisit(
  facts: StepFacts,
  visit: StepRunRow,
  at: string,
  round: number | undefined,
): readonly JsonObject[] {
  const gate = hasStarted(visit) || round === undefined ? [] : [gateRow(facts, visit, at, round)];
  const tried = hasStarted(visit)
    ? [
        {
          ...graphMarks('graph_node_attempt', at),
          node_id: visit.step_id,
          visit: visit.visit,
          attempts: visit.attempts,
        },
      ]
    : [];
  const event = visit.carried_from === null ? visit.status : 'carried';
  const graph = graphRow(visit, at, event);
  const emitted = emittedRows(visit, at);
  return [
    ...emitted,
    ...gate,
    graph,
    ...tried,
    ...(round === undefined ? [] : [summaryRow(visit, at, round)]),
  ];
}

/** How the step was let through or refused: the strictest word of policy on its calls, and who consented. */
function gateRow(facts: StepFacts, visit: StepRunRow, ts: string, round: number | undefined): JsonObject {
  const strictest = strictestDecision(facts, visit);
  const isDenied = visit.status === 'denied';
  return {
    ts,
    type: 'gate',
    round: round ?? null,
    node_id: visit.step_id,
    decision: isDenied ? 'deny' : (strictest?.verdict ?? 'allow'),
    rule_id: strictest?.rule_id ?? null,
    location: strictest?.location ?? null,
    reason: isDenied ? visit.error_message : (strictest?.reason ?? null),
    approvals: [...(facts.consents.get(visit.step_id) ?? [])],
    calls: (facts.decisions.get(visit.step_id) ?? []).map(callOf),
  };
}

function actionRow(
  facts: StepFacts,
  { visit, attempt, at, isLast }: Extract<Moment, { kind: 'attempt' }>,
  round: number | undefined,
): JsonObject {
  return {
    ts: at,
    type: 'action',
    round: round ?? null,
    node_id: visit.step_id,
    visit: visit.visit,
    tool: facts.tool.get(visit.step_id) ?? null,
    attempt: attempt.n,
    status: attempt.status,
    exit_code: attempt.exit_code,
    error: attempt.error_message,
    ...(isLast ? printedTexts(visit) : {}),
  };
}

/** A try after which another follows is a `retry`, whatever made it fail (LOG-06). */
function checkpointRow({ visit, attempt, at, isLast }: Extract<Moment, { kind: 'attempt' }>): JsonObject {
  const isGood = attempt.status === 'succeeded';
  const error = attempt.error_message ?? attempt.error_code;
  return {
    ...graphMarks('stage_checkpoint', at),
    node_id: visit.step_id,
    visit: visit.visit,
    attempt: attempt.n,
    outcome: isGood ? 'success' : isLast ? 'failed' : 'retry',
    ...(error === null ? {} : { error }),
    duration_ms: Date.parse(at) - Date.parse(attempt.started_at),
  };
}

function graphRow(visit: StepRunRow, ts: string, event_type: string): JsonObject {
  return { ...graphMarks('graph_node', ts), node_id: visit.step_id, visit: visit.visit, event_type };
}

function graphMarks(type: string, ts: string): JsonObject {
  return { ts, type, ...graphRowMarks };
}

function summaryRow(visit: StepRunRow, ts: string, round: number): JsonObject {
  const { step_id, visit: number, status, attempts, error_code, error_message } = visit;
  const error = error_code === null ? null : { code: error_code, message: error_message ?? '' };
  return { ts, type: 'round_summary', round, node_id: step_id, visit: number, status, attempts, error };
}

function endRow({ run }: RunHistory, rounds: ReadonlyMap<StepRunRow, number>): JsonObject {
  return {
    ts: run.ended_at ?? run.created_at,
    type: 'end_condition',
    status: run.status,
    end_reason: run.end_code,
    message: run.end_message,
    ended_round: rounds.size,
  };
}
