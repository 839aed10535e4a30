/** What the tests' own queries compute for one span; made by a grammar, printed for the product, read by the oracle. */
export type Term =
  | { readonly t: 'int'; readonly value: number | bigint }
  | { readonly t: 'float' | 'duration'; readonly value: number }
  | { readonly t: 'string'; readonly value: string }
  | {
      readonly t: 'word';
      readonly value: 'ok' | 'error' | 'unset' | 'internal' | 'client' | 'true' | 'false';
    }
  | { readonly t: 'attribute'; readonly scope: '' | 'span' | 'resource' | 'event'; readonly name: string }
  | { readonly t: 'intrinsic'; readonly name: string }
  | {
      readonly t: 'reckon';
      readonly op: '+' | '-' | '*' | '/' | '%' | '^';
      readonly left: Term;
      readonly right: Term;
    }
  | { readonly t: 'minus'; readonly of: Term };

/** What is true or false of one span. */
export type Test =
  | { readonly t: 'compare'; readonly op: Comparison; readonly left: Term; readonly right: Term }
  | { readonly t: 'nil'; readonly op: '=' | '!='; readonly of: Term }
  | { readonly t: 'is'; readonly of: Term }
  | { readonly t: 'not'; readonly of: Test }
  | { readonly t: '&&' | '||'; readonly left: Test; readonly right: Test };

/** Comparisons of values. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | '=~' | '!~';

/** Operators between spansets. */
export const spansetOperators = [
  ...['&&', '||', '>', '<', '>>', '<<', '~', '!>', '!<', '!>>', '!<<', '!~', '&>', '&<', '&>>', '&<<', '&~'],
] as const;

/** A spanset, or several that are joined. */
export type Spans =
  | { readonly t: 'filter'; readonly test: Test | null }
  | { readonly t: 'join'; readonly op: string; readonly left: Spans; readonly right: Spans }
  | { readonly t: 'pipeline'; readonly stages: readonly Stage[] };

/** One part of a pipeline. */
export type Stage =
  | Spans
  | { readonly t: 'by'; readonly of: Term }
  | { readonly t: 'coalesce' }
  | { readonly t: 'select'; readonly terms: readonly Term[] }
  | {
      readonly t: 'aggregate';
      readonly name: 'count' | 'min' | 'max' | 'avg' | 'sum';
      readonly of: Term | null;
      readonly op: Exclude<Comparison, '=~' | '!~'>;
      readonly limit: Term;
    };

/** A metrics query. */
export type Metrics =
  | {
      readonly t: 'metric';
      readonly stages: readonly Stage[];
      readonly name: string;
      readonly of: Term | null;
      readonly numbers: readonly number[];
      readonly by: readonly Term[];
      readonly rank: { readonly name: 'topk' | 'bottomk'; readonly count: number } | null;
      readonly threshold: { readonly op: Exclude<Comparison, '=~' | '!~'>; readonly limit: number } | null;
    }
  | { readonly t: 'number'; readonly value: number }
  | {
      readonly t: 'math';
      readonly op: '+' | '-' | '*' | '/';
      readonly left: Metrics;
      readonly right: Metrics;
    };
