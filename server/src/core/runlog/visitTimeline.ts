import type { Plan } from '#protocol/plan';
import type { AttemptRow, StepRunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';

/** One thing that happened to a visit of a step, at the place where a run log tells of it. */
export type Moment =
  | { readonly kind: 'start'; readonly at: string; readonly visit: StepRunRow }
  | {
      readonly kind: 'attempt';
      readonly at: string;
      readonly visit: StepRunRow;
      readonly attempt: AttemptRow;
      readonly isLast: boolean;
    }
  | { readonly kind: 'end'; readonly at: string; readonly visit: StepRunRow };

interface Placed {
  readonly moment: Moment;
  readonly order: number;
  readonly place: number;
}

/**
 * What happened, oldest first. Times have milliseconds, so much happens at one: of what ties, a visit that began first
 * comes first with all of it, and a step comes after those that it needs.
 */
export function visitTimeline(
  plan: Plan,
  visits: readonly StepRunRow[],
  attempts: readonly AttemptRow[],
): readonly Moment[] {
  const depth = depths(plan);
  const place = new Map(plan.steps.map(({ id }, index) => [id, index]));
  const rank = ({ step_id, visit }: StepRunRow) => [
    visit,
    depth.get(step_id) ?? 0,
    place.get(step_id) ?? visits.length,
  ];
  const ordered = visits.toSorted(
    (left, right) => compareText(beginning(left), beginning(right)) || compareRanks(rank(left), rank(right)),
  );
  const tries = byVisit(attempts);
  return ordered
    .flatMap((visit, order) =>
      moments(visit, tries.get(attemptKey(visit)) ?? []).map((moment, index) => ({
        moment,
        order,
        place: index,
      })),
    )
    .toSorted(byPlace)
    .map(({ moment }) => moment);
}

/** Whether the visit did any work in this run: it was neither carried over, nor skipped, nor refused before it began. */
export function hasStarted({ started_at, carried_from }: StepRunRow): boolean {
  return started_at !== null && carried_from === null;
}

function moments(visit: StepRunRow, attempts: readonly AttemptRow[]): readonly Moment[] {
  const isOver = isTerminal('step', visit.status);
  const ended = visit.ended_at ?? visit.created_at;
  const start: Moment[] = hasStarted(visit)
    ? [{ kind: 'start', at: visit.started_at ?? visit.created_at, visit }]
    : [];
  const tries = attempts
    .toSorted((left, right) => left.n - right.n)
    .filter(({ ended_at }) => ended_at !== null)
    .map(
      (attempt, index, all): Moment => ({
        kind: 'attempt',
        at: attempt.ended_at ?? attempt.started_at,
        visit,
        attempt,
        isLast: index === all.length - 1 && isOver,
      }),
    );
  return [...start, ...tries, ...(isOver ? [{ kind: 'end', at: ended, visit } as const] : [])];
}

function beginning(visit: StepRunRow): string {
  return (hasStarted(visit) ? visit.started_at : visit.ended_at) ?? visit.created_at;
}

function byVisit(attempts: readonly AttemptRow[]): ReadonlyMap<string, AttemptRow[]> {
  const found = new Map<string, AttemptRow[]>();
  for (const attempt of attempts) {
    const own = found.get(attemptKey(attempt));
    if (own === undefined) {
      found.set(attemptKey(attempt), [attempt]);
    } else {
      own.push(attempt);
    }
  }
  return found;
}

function attemptKey({ step_id, visit }: Pick<AttemptRow, 'step_id' | 'visit'>): string {
  return `${step_id} ${visit}`;
}

/** A plan lists steps mostly after those that they need, so that one turn or two settle their depths. */
const mostTurns = 100;

/** How many steps lie before each one; steps in a circle count from where the circle is entered. */
function depths(plan: Plan): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let turn = 0; turn < mostTurns; turn += 1) {
    let hasChanged = false;
    for (const { id, needs } of plan.steps) {
      const depth = Math.max(0, ...needs.map((need) => (found.get(need) ?? 0) + 1));
      const bounded = Math.min(depth, plan.steps.length);
      hasChanged ||= found.get(id) !== bounded;
      found.set(id, bounded);
    }
    if (!hasChanged) {
      break;
    }
  }
  return found;
}

function byPlace(left: Placed, right: Placed): number {
  return compareText(left.moment.at, right.moment.at) || left.order - right.order || left.place - right.place;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((value, at) => value !== right[at]);
  return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}
