import type { Json } from '#protocol/json';
import type { Step } from '#protocol/plan';
import { namesIn } from '../../expression/expression';
import { parseExpression } from '../../expression/parseExpression';
import { scanReferences } from '../../expression/references';
import { parseTemplate, wholeReference } from '../../expression/template';
import { under } from '../../policy/settings/shapes';
import { gotoSources } from '../graph';
import type { PlacedStep, PlanDraft } from '../shape/readPlan';
import type { PlanReport } from './planReport';
import { type ReferenceContext, referenceFault } from './referenceFault';

/** Checks that every reference and condition names something that will have a value when its step runs. */
export function checkReferences(
  draft: PlanDraft,
  envAllow: readonly string[] | null,
  report: PlanReport,
): void {
  const context = contextOf(draft, envAllow);
  for (const placed of draft.steps) {
    const check = { placed, context, report };
    checkText(placed.step.with, under(placed.pointer, 'with'), check);
    checkText(placed.step.commands, under(placed.pointer, 'commands'), check);
    checkLoop(placed.step, check);
    const { when } = placed.step;
    if (when !== null) checkCondition(when, under(placed.pointer, 'when'), false, check);
  }
}

interface Check {
  readonly placed: PlacedStep;
  readonly context: ReferenceContext;
  readonly report: PlanReport;
}

function contextOf(draft: PlanDraft, envAllow: readonly string[] | null): ReferenceContext {
  const { plan } = draft;
  const parents = parentsOfNeeds(draft);
  for (const [target, sources] of gotoSources(plan)) {
    for (const source of sources) parents.get(target)?.add(source);
  }
  return { plan, steps: new Map(plan.steps.map((step) => [step.id, step])), parents, envAllow };
}

/** Only `needs` count here: a reference does not make its own step a parent. */
function parentsOfNeeds(draft: PlanDraft): ReadonlyMap<string, Set<string>> {
  return new Map(draft.plan.steps.map((step) => [step.id, new Set(step.needs)]));
}

function checkText(json: Json, pointer: string, { placed, context, report }: Check): void {
  const found = scanReferences(json, pointer);
  for (const fault of found.faults) {
    report(
      'BAD_REFERENCE',
      fault.pointer,
      `No reference begins here: ${fault.message}. Write '$\${' for a plain '\${'.`,
      fault.offset,
    );
  }
  for (const reference of found.references) {
    const fault = referenceFault(reference, placed.step, context);
    if (fault)
      report(
        'BAD_REFERENCE',
        reference.pointer,
        fault,
        offsetOf(json, reference.pointer, pointer, reference.text),
      );
  }
}

function checkLoop(step: Step, check: Check): void {
  if (step.loop === null) return;
  const place = under(check.placed.pointer, 'loop');
  const { items, while: condition } = step.loop;
  if (items !== null) {
    checkText(items, under(place, 'items'), check);
    if (wholeReference(parseTemplate(items)) === null) {
      check.report(
        'BAD_REFERENCE',
        under(place, 'items'),
        'The items of a loop are one reference to a list, such as an input.',
      );
    }
  }
  if (condition !== null) checkCondition(condition, under(place, 'while'), true, check);
}

function checkCondition(
  text: string,
  pointer: string,
  mayNameItself: boolean,
  { placed, context, report }: Check,
): void {
  const locals = placed.step.loop ? [placed.step.loop.as] : [];
  const parsed = parseExpression(text, locals);
  if ('error' in parsed) {
    const { message, column } = parsed.error;
    report(
      'BAD_EXPRESSION',
      pointer,
      `At character ${column} of '${text.slice(0, 80)}': ${message}.`,
      column - 1,
    );
    return;
  }
  for (const { reference, column } of namesIn(parsed.ast)) {
    const isSecret = reference.root === 'secrets';
    const fault = isSecret
      ? 'Secrets take no part in conditions.'
      : referenceFault(reference, placed.step, context, mayNameItself);
    if (fault) report('BAD_REFERENCE', pointer, fault, column - 1);
  }
}

/** Where in its string the reference stands; 0 when it cannot be told. */
function offsetOf(json: Json, pointer: string, base: string, text: string): number {
  let value: Json | undefined = json;
  for (const segment of pointer.slice(base.length).split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return 0;
    value = (value as Record<string, Json>)[segment.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return typeof value === 'string' ? Math.max(0, value.indexOf(text)) : 0;
}
