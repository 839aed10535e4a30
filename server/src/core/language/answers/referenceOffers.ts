import type { Completion, TextPosition } from '#protocol/language/service';
import type { Plan } from '#protocol/plan';
import { ancestors } from '../../plan/graph';
import { isMap } from '../../policy/settings/shapes';
import type { CursorPlace } from '../cursor/place';
import { keysAt } from '../keys/keyInfo';
import { keyTableOf } from '../keys/keyTableOf';
import { item, kinds, type Offer } from './completionItem';
import type { CompletionScope } from './completionScope';

/** What may follow in `${…}` or in a condition; `null` where the cursor is in neither. */
export function referenceOffers(
  { known, lines }: CompletionScope,
  place: CursorPlace | null,
  position: TextPosition,
): Completion[] | null {
  const before = lines.line(position.line).slice(0, position.character);
  const opened = /(?:^|[^$])\$\{ *([A-Za-z0-9_.\-[\]]*)$/.exec(before)?.[1];
  const typed = opened ?? (isCondition(known, place) ? conditionWord(before) : undefined);
  if (typed === undefined || known.format !== 'plan') return null;
  const plan = known.plan?.draft?.plan;
  if (plan === undefined) return null;
  const parts = typed.split('.');
  const last = parts.at(-1) ?? '';
  const index = place?.path[0] === 'steps' && typeof place.path[1] === 'number' ? place.path[1] : -1;
  const offers = offersFor(plan, plan.steps[index]?.id, parts.slice(0, -1));
  const { line, character } = position;
  const range = { start: { line, character: character - last.length }, end: position };
  return offers.map((offer, at) => item({ range }, offer, at));
}

function isCondition(known: CompletionScope['known'], place: CursorPlace | null): boolean {
  if (place === null || place.spot !== 'value') return false;
  return keysAt(keyTableOf(known), place.path).info?.isCondition === true;
}

function conditionWord(before: string): string {
  return /[A-Za-z0-9_.\-[\]]*$/.exec(before)?.[0] ?? '';
}

function offersFor(plan: Plan, own: string | undefined, path: readonly string[]): readonly Offer[] {
  const [root] = path;
  if (root === undefined) return roots.map((text) => offer(text, kinds.module));
  if (root === 'steps') return stepParts(plan, own, path);
  const names = path.length === 1 ? namesBelow(plan, root) : [];
  if (root === 'joins' && path.length === 1) return stepNames(plan, own);
  return names.map((text) => offer(text, kinds.value));
}

function namesBelow(plan: Plan, root: string): readonly string[] {
  if (root === 'inputs') return inputNames(plan);
  if (root === 'run') return ['id'];
  return root === 'batch' ? ['index'] : [];
}

function stepParts(plan: Plan, own: string | undefined, path: readonly string[]): readonly Offer[] {
  const [, name, part] = path;
  if (path.length === 1) return stepNames(plan, own);
  if (path.length === 2) return ['output', 'status'].map((text) => offer(text, kinds.value));
  if (path.length > 3 || part !== 'output') return [];
  const step = plan.steps.find(({ id }) => id === name);
  return Object.keys(step?.outputs ?? {}).map((text) => offer(text, kinds.value));
}

const roots = ['inputs', 'steps', 'joins', 'payload', 'run', 'batch', 'secrets', 'env'];

function inputNames({ inputs }: Plan): readonly string[] {
  return isMap(inputs['properties']) ? Object.keys(inputs['properties']) : [];
}

/** Steps that certainly ran before come first. */
function stepNames(plan: Plan, own: string | undefined): readonly Offer[] {
  const before = own === undefined ? new Set<string>() : ancestors(plan, own);
  const others = plan.steps.filter(({ id }) => id !== '' && id !== own);
  const sorted = [
    ...others.filter(({ id }) => before.has(id)),
    ...others.filter(({ id }) => !before.has(id)),
  ];
  return sorted.map(({ id, uses, title }) => ({
    ...offer(id, kinds.step),
    detail: uses,
    documentation: title ?? '',
  }));
}

function offer(label: string, kind: Offer['kind']): Offer {
  return { label, kind, detail: '', documentation: '', insert: label };
}
