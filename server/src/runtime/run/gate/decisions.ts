import type { JsonObject } from '#protocol/json';
import type { Step } from '#protocol/plan';
import type { Decision } from '#protocol/policy';
import { canonicalJson } from '../../../core/digest';
import type { Action } from '../../../core/policy/action';
import { locationText } from '../../../core/policy/explain';
import type { Context } from '../../context';
import { eventWrite, isoNow, newId } from '../../record/record';
import { Span } from '../../record/span';
import { textHash } from '../../record/textHash';
import type { Write } from '../../storePort';
import type { ActiveRun } from '../activeRun';
import type { StepRun } from '../stepRun';
import type { Prepared } from './prepared';

/** One judged call. */
export interface DecisionRecord {
  readonly run: ActiveRun;
  readonly step: Step;
  readonly stepRun: StepRun;
  readonly prepared: Prepared;
  readonly decision: Decision;
}

/** The writes that keep a decision: its row, its span, and an event when it was more than a plain allow. */
export function decisionWrites(record: DecisionRecord): Write[] {
  const { run, stepRun, decision, prepared } = record;
  const row = decisionRow(record);
  const span = new Span(run.context, (stepRun.span ?? run.root).place, 'gate', 'holdpoint.policy', {
    'holdpoint.policy.decision': decision.verdict,
    'holdpoint.policy.rule_id': decision.rule_id,
    'holdpoint.policy.rule_location': locationText(decision.location),
    'holdpoint.policy.tier': decision.stage,
    'holdpoint.policy.version': prepared.policy.version,
    'holdpoint.policy.input_digest': `sha256:${row.args_sha}`,
  });
  return [
    { op: 'insert', table: 'decisions', row },
    span.whole({ status: decision.verdict === 'deny' ? 'ERROR' : 'OK' }),
    ...decisionEvents(record, span.id),
  ];
}

function decisionRow({ run, step, prepared, decision }: DecisionRecord) {
  const facts = writtenFacts(run.context, prepared.action);
  return {
    id: newId(run.context, 'dec'),
    run_id: run.row.id,
    step_id: step.id,
    tool: step.uses,
    effect: prepared.action.facts.effect,
    stage: decision.stage,
    verdict: decision.verdict,
    rule_id: decision.rule_id,
    location: locationText(decision.location),
    reason: run.context.redactor.text(decision.reason).text,
    args_sha: facts.sha,
    facts_json: facts.text,
    created_at: isoNow(run.context),
  };
}

interface WrittenFacts {
  readonly text: string;
  readonly sha: string;
}

const written = new WeakMap<Context, Map<string, WrittenFacts>>();
const mostWritten = 256;

/** What was judged, redacted, without the moment, which stands beside it; calls that are alike are written out once. */
function writtenFacts(context: Context, { nowMs: _, ...action }: Action): WrittenFacts {
  const key = JSON.stringify(action);
  const ofContext = written.get(context) ?? new Map<string, WrittenFacts>();
  const known = ofContext.get(key);
  if (known !== undefined) {
    return known;
  }
  const text = canonicalJson(context.redactor.json(action as unknown as JsonObject).value);
  const facts = { text, sha: textHash(context, text) };
  if (ofContext.size >= mostWritten) {
    ofContext.clear();
  }
  written.set(context, ofContext.set(key, facts));
  return facts;
}

function decisionEvents({ run, step, decision }: DecisionRecord, spanId: string): Write[] {
  const event = (type: 'decision.asked' | 'decision.denied' | 'decision.warned', text: string) =>
    eventWrite(run.context, run.origin, {
      type,
      level: type === 'decision.asked' ? 'info' : 'warning',
      summary: `${step.id}: ${text}`,
      payload: {
        verdict: decision.verdict,
        stage: decision.stage,
        rule_id: decision.rule_id,
        location: locationText(decision.location),
        reason: decision.reason,
        error_code: decision.code,
        risk: decision.risk,
      },
      step_id: step.id,
      span_id: spanId,
    });
  const warned = decision.warnings.map((warning) => event('decision.warned', warning));
  if (decision.verdict === 'deny') {
    return [event('decision.denied', decision.reason), ...warned];
  }
  return decision.needs_approval ? [event('decision.asked', decision.reason), ...warned] : warned;
}
