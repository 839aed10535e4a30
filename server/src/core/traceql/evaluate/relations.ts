import type { StageOperator } from '../ast';
import type { SpanTree } from './spanTree';

/** Places of spans in their trace. */
export type Places = ReadonlySet<number>;

/** Carries out an operator between two sets of spans of one trace. */
export function joinPlaces(op: StageOperator, tree: SpanTree, left: Places, right: Places): Places {
  if (op === '&&') return left.size > 0 && right.size > 0 ? new Set([...left, ...right]) : new Set();
  if (op === '||') return new Set([...left, ...right]);
  const relation = op.replace(/^[!&]/, '') as Relation;
  const matched = related(relation, tree, left);
  if (op.startsWith('!')) return new Set([...right].filter((place) => !matched.has(place)));
  const found = new Set([...right].filter((place) => matched.has(place)));
  if (!op.startsWith('&')) return found;
  const back = related(opposite[relation], tree, right);
  return new Set([...[...left].filter((place) => back.has(place)), ...found]);
}

type Relation = '>' | '>>' | '<' | '<<' | '~';

const opposite = { '>': '<', '>>': '<<', '<': '>', '<<': '>>', '~': '~' } as const;

/** All spans that stand in a relation to any of these. */
function related(relation: Relation, tree: SpanTree, to: Places): Places {
  switch (relation) {
    case '>':
      return new Set(places(tree).filter((place) => to.has(parentOf(tree, place))));
    case '>>':
      return below(tree, to);
    case '<':
      return new Set([...to].map((place) => parentOf(tree, place)));
    case '<<':
      return above(tree, to);
    case '~':
      return beside(tree, to);
  }
}

function parentOf({ parents }: SpanTree, place: number): number {
  return parents[place] ?? -1;
}

function places({ spans }: SpanTree): number[] {
  return spans.map((_, place) => place);
}

/** Spans with an ancestor among these; each way up is walked once, and a circle ends where it began. */
function below(tree: SpanTree, ancestors: Places): Places {
  const known = new Map<number, boolean>();
  for (const start of places(tree)) {
    const way: number[] = [];
    const onWay = new Set<number>();
    let place = start;
    let isBelow = false;
    while (place !== -1 && !onWay.has(place)) {
      const before = known.get(place);
      if (before !== undefined) {
        isBelow = before;
        break;
      }
      way.push(place);
      onWay.add(place);
      place = parentOf(tree, place);
      if (ancestors.has(place)) {
        isBelow = true;
        break;
      }
    }
    settle(way, isBelow, ancestors, known);
  }
  return new Set([...known].filter(([, is]) => is).map(([place]) => place));
}

/** From the top of a walked way down: whoever stands below one of these, or below one that does, is below. */
function settle(
  way: readonly number[],
  isTopBelow: boolean,
  ancestors: Places,
  known: Map<number, boolean>,
): void {
  let isBelow = isTopBelow;
  for (const place of way.toReversed()) {
    known.set(place, isBelow);
    isBelow ||= ancestors.has(place);
  }
}

/** All ancestors of these. */
function above(tree: SpanTree, of: Places): Places {
  const found = new Set<number>();
  for (const start of of) {
    let place = parentOf(tree, start);
    while (place !== -1 && !found.has(place)) {
      found.add(place);
      place = parentOf(tree, place);
    }
  }
  return found;
}

/** Spans that share their parent with another of these. */
function beside(tree: SpanTree, of: Places): Places {
  const counts = new Map<number, number>();
  for (const place of of) {
    const parent = parentOf(tree, place);
    counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  const hasOther = (place: number) => {
    const parent = parentOf(tree, place);
    return parent !== -1 && (counts.get(parent) ?? 0) > (of.has(place) ? 1 : 0);
  };
  return new Set(places(tree).filter(hasOther));
}
