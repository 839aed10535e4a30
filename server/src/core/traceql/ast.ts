import type { IntrinsicName } from './intrinsics';

/** A part of a query's text, as offsets; `end` is behind its last character. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The states that a span can end with, as queries name them. */
export const statusWords = ['ok', 'error', 'unset'] as const;

/** One of {@link statusWords}. */
export type StatusWord = (typeof statusWords)[number];

/** The kinds of spans, as queries name them. */
export const kindWords = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

/** One of {@link kindWords}. */
export type KindWord = (typeof kindWords)[number];

/** A value that stands in a query; durations count nanoseconds, an integer that no number holds exactly is a bigint. */
export type Static =
  | { readonly type: 'nil' }
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'duration'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'status'; readonly value: StatusWord }
  | { readonly type: 'kind'; readonly value: KindWord };

/** Where an attribute is looked up; `any` tries all of the others in turn. */
export const scopes = ['span', 'resource', 'event', 'link', 'instrumentation'] as const;

/** One of {@link scopes}, or all of them. */
export type Scope = (typeof scopes)[number] | 'any';

/** Operators that compare two values. */
export const comparisons = ['=', '!=', '<', '<=', '>', '>=', '=~', '!~'] as const;

/** Operators that reckon. */
export const arithmetic = ['+', '-', '*', '/', '%', '^'] as const;

/** Operators between two values of one span. */
export type FieldOperator = (typeof comparisons)[number] | (typeof arithmetic)[number] | '&&' | '||';

/** An attribute as a query names it. */
export interface AttributeField {
  readonly kind: 'attribute';
  readonly scope: Scope;
  readonly name: string;
  readonly ofParent: boolean;
  readonly at: Extent;
}

/** What is computed for one span. `missing` stands where a broken text has nothing. */
export type Field =
  | { readonly kind: 'static'; readonly value: Static; readonly at: Extent }
  | AttributeField
  | { readonly kind: 'intrinsic'; readonly name: IntrinsicName; readonly at: Extent }
  | { readonly kind: 'column'; readonly name: ColumnName; readonly key: string; readonly at: Extent }
  | { readonly kind: 'unary'; readonly op: '!' | '-'; readonly operand: Field; readonly at: Extent }
  | {
      readonly kind: 'binary';
      readonly op: FieldOperator;
      readonly left: Field;
      readonly right: Field;
      readonly at: Extent;
    }
  | { readonly kind: 'missing'; readonly at: Extent };

/** What only the short form can ask about: columns of the record that have no name in TraceQL. */
export type ColumnName = 'kind' | 'timeout' | 'policy_snapshot';

/** Operators between spansets that look at the tree. */
export const structural = [
  '>',
  '>>',
  '<',
  '<<',
  '~',
  '!>',
  '!>>',
  '!<',
  '!<<',
  '!~',
  '&>',
  '&>>',
  '&<',
  '&<<',
  '&~',
] as const;

/** Operators between the parts of a pipeline. */
export type StageOperator =
  | (typeof structural)[number]
  | Exclude<(typeof comparisons)[number], '=~'>
  | '+'
  | '-'
  | '*'
  | '/'
  | '&&'
  | '||';

/** Functions that make one value of a spanset. */
export const aggregates = ['count', 'min', 'max', 'avg', 'sum'] as const;

/** Functions that make a series of numbers over time. */
export const metrics = [
  'rate',
  'count_over_time',
  'min_over_time',
  'max_over_time',
  'avg_over_time',
  'sum_over_time',
  'histogram_over_time',
  'quantile_over_time',
] as const;

/** One part of a pipeline, or an operand of an operator between such parts. */
export type Stage =
  | { readonly kind: 'filter'; readonly field: Field | null; readonly at: Extent }
  | { readonly kind: 'pipeline'; readonly stages: readonly Stage[]; readonly at: Extent }
  | {
      readonly kind: 'join';
      readonly op: StageOperator;
      readonly left: Stage;
      readonly right: Stage;
      readonly at: Extent;
    }
  | { readonly kind: 'scalar'; readonly value: Static; readonly at: Extent }
  | {
      readonly kind: 'aggregate';
      readonly name: (typeof aggregates)[number];
      readonly operand: Field | null;
      readonly at: Extent;
    }
  | { readonly kind: 'by'; readonly field: Field; readonly at: Extent }
  | { readonly kind: 'coalesce'; readonly at: Extent }
  | { readonly kind: 'select'; readonly fields: readonly Field[]; readonly at: Extent }
  | {
      readonly kind: 'metric';
      readonly name: (typeof metrics)[number];
      readonly operand: Field | null;
      readonly numbers: readonly { readonly value: Static; readonly at: Extent }[];
      readonly by: readonly Field[];
      readonly at: Extent;
    }
  | { readonly kind: 'rank'; readonly name: 'topk' | 'bottomk'; readonly count: number; readonly at: Extent }
  | { readonly kind: 'missing'; readonly at: Extent };

/** A word of advice to whoever answers a query; it changes no meaning. */
export interface Hint {
  readonly name: string;
  readonly value: Static;
}

/** What `pick` of the short form may name. */
export const picks = [
  'trace_id',
  'root_service',
  'root_name',
  'start_time',
  'end_time',
  'span_count',
] as const;

/** A query, understood: TraceQL, or the short form `traces{…}`. */
export type Query =
  | { readonly form: 'traceql'; readonly stages: readonly Stage[]; readonly hints: readonly Hint[] }
  | {
      readonly form: 'short';
      readonly condition: Field | null;
      readonly pick: readonly (typeof picks)[number][];
      readonly limit: number | null;
    };
