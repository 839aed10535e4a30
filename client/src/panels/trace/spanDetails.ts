import type { Json } from '#protocol/json';
import type { Result } from '#protocol/methods';
import { visible, visibleLines } from '#protocol/shown/visible';
import type { SpanDecision, SpanDetails } from '#protocol/views/trace';
import { placeText } from '../../shown/policyText';
import { told } from '../../shown/told';
import { fileLocation } from '../plan/boardSteps';
import type { Asking } from '../plan/planFacts';
import { type RunFacts, traceFile } from './traceFacts';

/** Which span is looked into, and the step within which it lies. */
export interface Looked {
  readonly span_id: string;
  readonly step_id: string | null;
}

const longestText = 20_000;

/** Where a span lies: its trace, with what is known of the run where it belongs to one. */
interface SpanPlace {
  readonly trace_id: string;
  readonly facts: RunFacts | null;
}

/** Reads everything about one span. */
export async function readSpanDetails(
  line: Asking,
  { trace_id, facts }: SpanPlace,
  { span_id, step_id }: Looked,
): Promise<SpanDetails> {
  const [found, ofStep] = await Promise.all([
    line.request('trace/span', { trace_id, span_id }),
    readStepDetails(line, facts, step_id),
  ]);
  return {
    span_id,
    ...ofStep,
    attributes: Object.entries(found.span.attributes).map(([name, value]) => ({
      name: visible(name),
      text: attributeText(value),
    })),
    events: found.events.map(({ ts, type, level, summary }) => ({
      ts,
      type,
      level,
      summary: visible(told(summary)),
    })),
    event_count: found.event_count,
  };
}

type StepDetails = Pick<SpanDetails, 'step_id' | 'decisions' | 'files' | 'artifacts'>;

async function readStepDetails(
  line: Asking,
  facts: RunFacts | null,
  step: string | null,
): Promise<StepDetails> {
  if (facts === null || step === null) {
    return { step_id: null, decisions: [], files: [], artifacts: [] };
  }
  const ofStep = <T extends { readonly step_id: string | null }>(items: readonly T[]) =>
    items.filter(({ step_id }) => step_id === step);
  return {
    step_id: step,
    decisions: merged(ofStep(facts.effects.effects).map(decisionOf)),
    files: ofStep(facts.effects.files).map(traceFile),
    artifacts: await readArtifacts(line, facts.run.run_id, step),
  };
}

async function readArtifacts(line: Asking, run_id: string, step: string): Promise<SpanDetails['artifacts']> {
  const { items } = await line.request('artifact/list', { run_id, limit: 500 });
  return items
    .filter(({ step_id }) => step_id === step)
    .map(({ path, media_type, size, sha256 }) => ({
      name: visible(path),
      media_type: visible(media_type),
      size,
      sha256,
    }));
}

function attributeText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return visibleLines(text).slice(0, longestText);
}

function decisionOf(effect: Result<'run/effects'>['effects'][number]): SpanDecision {
  const { tool, verdict, rule_id, reason, location, approval } = effect;
  return {
    tool: visible(tool),
    effect: effect.effect,
    verdict,
    rule_id: visible(rule_id),
    reason: visible(told(reason)),
    location: visible(placeText(location)),
    is_linked: fileLocation(location) !== null,
    approval_id: approval?.approval_id ?? null,
    actor: approval?.actor == null ? null : visible(approval.actor),
    source: approval?.source ?? null,
  };
}

/** A call is judged when it is prepared and again when it starts; people want to read of it once. */
function merged(decisions: readonly SpanDecision[]): readonly SpanDecision[] {
  return [...new Map(decisions.map((decision) => [JSON.stringify(decision), decision])).values()];
}
