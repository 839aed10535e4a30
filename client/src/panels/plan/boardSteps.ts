import type { Json, JsonObject } from '#protocol/json';
import type { BlastRadius } from '#protocol/methods/plans';
import type { Plan, Step } from '#protocol/plan';
import { visible, visibleLines } from '#protocol/shown/visible';
import type { BoardStep } from '#protocol/views/plan';
import { effectText, placeText } from '../../shown/policyText';
import { told } from '../../shown/told';

const longestInput = 4000;

/** The steps of a plan as a board draws them, each with what policy says of it. */
export function boardSteps(plan: Pick<Plan, 'steps'>, radius: BlastRadius): readonly BoardStep[] {
  const foreseen = new Map(radius.steps.map((step) => [step.step_id, step]));
  const irreversible = new Map(radius.irreversible.map((line) => splitReason(told(line))));
  return plan.steps.flatMap((step) => {
    const seen = foreseen.get(step.id);
    return seen === undefined ? [] : [boardStep(step, seen, irreversible.get(step.id) ?? null)];
  });
}

/** Where a rule stands, when that is a file of the workspace or of the person. */
export function fileLocation(
  location: string,
): { readonly file: string; readonly line: number; readonly layer: 'user' | 'workspace' } | null {
  const found = /^(.+):(\d+) \((user|workspace)\)$/.exec(location);
  const [, file, line, layer] = found ?? [];
  return file === undefined ? null : { file, line: Number(line), layer: layer as 'user' | 'workspace' };
}

/** The place of a location that a view names; none of a location that it was never told of. */
export function toldPlace(told: readonly string[], named: string): ReturnType<typeof fileLocation> {
  const location = told.find((each) => visible(placeText(each)) === named);
  return location === undefined ? null : fileLocation(location);
}

function boardStep(step: Step, seen: BlastRadius['steps'][number], irreversible: string | null): BoardStep {
  return {
    id: step.id,
    title: step.title === null ? null : visible(step.title),
    tool: visible(seen.tool),
    needs: step.needs,
    jumps: jumpsOf(step),
    effect: effectText(seen.effect),
    risk: seen.risk,
    verdict: seen.verdict,
    rule_id: visible(seen.rule_id),
    reason: visible(told(seen.reason)),
    location: visible(placeText(seen.location)),
    is_linked: fileLocation(seen.location) !== null,
    asks: seen.asks,
    irreversible: irreversible === null ? null : visible(irreversible),
    condition: step.when === null ? null : visible(step.when),
    loop: loopText(step),
    touches: (step.touches ?? []).map(visible),
    inputs: Object.entries(step.with).map(([name, value]) => inputText(name, value)),
  };
}

function jumpsOf(step: Step): BoardStep['jumps'] {
  const jumps: { to: string; why: 'else' | 'error' }[] = [];
  if (step.else.action === 'goto') {
    jumps.push({ to: step.else.target, why: 'else' });
  }
  if (step.on_error?.action === 'goto' && step.on_error.target !== null) {
    jumps.push({ to: step.on_error.target, why: 'error' });
  }
  return jumps;
}

function loopText({ loop }: Step): string | null {
  if (loop === null) {
    return null;
  }
  const over = loop.items === null ? (loop.while ?? '') : `${loop.as} : ${loop.items}`;
  const most = loop.max_visits === null ? '' : ` (≤ ${loop.max_visits})`;
  return visible(`${over}${most}`);
}

function inputText(name: string, value: Json): BoardStep['inputs'][number] {
  const whole = visibleLines(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  return {
    name: visible(name),
    text: whole.slice(0, longestInput),
    left_out: Math.max(0, whole.length - longestInput),
  };
}

function splitReason(line: string): readonly [string, string] {
  const at = line.indexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
}

/** The plan inside a stored version: the server checked it when it was imported. */
export function planOf(body: JsonObject): Plan {
  return body as unknown as Plan;
}
