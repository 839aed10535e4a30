import type { Stage } from '../ast';
import { isScalar } from '../parser/foldScalars';

/** A function over time with the pipeline whose spans it looks at. */
export interface Measured {
  readonly spans: readonly Stage[];
  readonly metric: Extract<Stage, { kind: 'metric' }>;
}

/** How the answer of a metrics query is put together; `measure` is a place in the list of what is measured. */
export type SeriesNode =
  | { readonly kind: 'measure'; readonly place: number }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'rank'; readonly isTop: boolean; readonly count: number; readonly of: SeriesNode }
  | { readonly kind: 'threshold'; readonly op: Threshold; readonly limit: number; readonly of: SeriesNode }
  | { readonly kind: 'math'; readonly op: Reckoning; readonly left: SeriesNode; readonly right: SeriesNode };

/** Comparisons that drop points. */
export type Threshold = '=' | '!=' | '<' | '<=' | '>' | '>=';

type Reckoning = '+' | '-' | '*' | '/';

/** Everything that must be measured to answer a metrics query, and what is then done with it. */
export interface SeriesPlan {
  readonly measured: readonly Measured[];
  readonly root: SeriesNode;
}

/** Takes a checked metrics query apart: whoever measures needs only `measured`, the rest is reckoning with numbers. */
export function seriesPlan(stages: readonly Stage[]): SeriesPlan {
  const measured: Measured[] = [];
  return { root: nodeOf(stages, measured), measured };
}

const nothing: SeriesNode = { kind: 'number', value: Number.NaN };

function nodeOf(stages: readonly Stage[], measured: Measured[]): SeriesNode {
  let node = nothing;
  stages.forEach((stage, index) => {
    node = stageNode(stage, { before: stages.slice(0, index), node, measured });
  });
  return node;
}

interface Around {
  readonly before: readonly Stage[];
  /** What the stages before this one made. */
  readonly node: SeriesNode;
  readonly measured: Measured[];
}

function stageNode(stage: Stage, around: Around): SeriesNode {
  switch (stage.kind) {
    case 'metric':
      around.measured.push({ spans: around.before, metric: stage });
      return { kind: 'measure', place: around.measured.length - 1 };
    case 'rank':
      return { kind: 'rank', isTop: stage.name === 'topk', count: stage.count, of: around.node };
    case 'scalar':
      return { kind: 'number', value: isScalar(stage.value) ? plainNumber(stage.value) : Number.NaN };
    case 'pipeline':
      return nodeOf(stage.stages, around.measured);
    case 'join':
      return joinNode(stage, around);
    default:
      return around.node;
  }
}

function joinNode({ op, left, right }: Extract<Stage, { kind: 'join' }>, around: Around): SeriesNode {
  switch (op) {
    case '+':
    case '-':
    case '*':
    case '/':
      return { kind: 'math', op, left: stageNode(left, around), right: stageNode(right, around) };
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const limit = right.kind === 'scalar' && isScalar(right.value) ? plainNumber(right.value) : Number.NaN;
      return left.kind === 'aggregate'
        ? around.node
        : { kind: 'threshold', op, limit, of: stageNode(left, around) };
    }
    default:
      return around.node;
  }
}

/** A number of a query as it is held against points: durations count seconds there. */
function plainNumber({ type, value }: { readonly type: string; readonly value: number | bigint }): number {
  return type === 'duration' ? Number(value) / 1e9 : Number(value);
}
