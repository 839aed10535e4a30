import type { Peers } from './peers';

/** What a figure promises: at least so many times cheaper than the peer, or at most so many times its cost. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** In what a cost is stated. */
export type Unit = 'ms' | 'µs' | 'bytes';

/** One comparison of costs, ours and a peer's, both measured in the same run; lower is better. */
export interface Figure {
  readonly what: string;
  readonly against: string;
  readonly unit: Unit;
  readonly ours: number;
  /** `null` when the peer could not run here. */
  readonly theirs: number | null;
  readonly target: Target | null;
  /** What a reader must know to judge it: a weaker promise of the peer, why it could not run. */
  readonly note: string;
}

/** A figure with what follows from it. */
export interface JudgedFigure extends Figure {
  /** Times cheaper than the peer where the target says `atLeast`, else times the peer's cost. */
  readonly ratio: number | null;
  readonly holds: boolean | null;
}

/** A group of figures under one title. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  run(scope: BenchScope): Promise<readonly Figure[]>;
}

/** What every benchmark is handed. */
export interface BenchScope {
  /** Smaller sizes and fewer rounds: to see that everything works. */
  readonly isQuick: boolean;
  readonly rounds: number;
  /** A folder of its own on a real disk, emptied afterwards. */
  readonly folder: string;
  readonly peers: Peers;
  /** Milliseconds that `node -e 0` takes: the floor of everything that starts a process. */
  readonly nodeMs: number;
}

/** Makes a figure; `theirs` may be the reason why the peer could not run. */
export function figure(
  what: string,
  against: string,
  costs: { readonly unit: Unit; readonly ours: number; readonly theirs: number | string },
  target: Target | null = null,
  note = '',
): Figure {
  const { unit, ours, theirs } = costs;
  const isMissing = typeof theirs === 'string';
  return {
    what,
    against,
    unit,
    ours,
    theirs: isMissing ? null : theirs,
    target,
    note: isMissing ? `peer left out: ${theirs}` : note,
  };
}

/** Works out the ratio of a figure and whether its target holds. */
export function judge(found: Figure): JudgedFigure {
  const { ours, theirs, target } = found;
  if (theirs === null) {
    return { ...found, ratio: null, holds: null };
  }
  if (target === null) {
    return { ...found, ratio: ours / theirs, holds: null };
  }
  const isFloor = 'atLeast' in target;
  const ratio = isFloor ? theirs / ours : ours / theirs;
  return { ...found, ratio, holds: isFloor ? ratio >= target.atLeast : ratio <= target.atMost };
}
