import { printStatic } from '../../server/src/core/traceql/print/printStatic';
import type { OracleSeries } from './oracle/series';
import type { Spanset } from './oracle/spansets';
import type { Value } from './oracle/values';

/** A spanset in a form that can be compared: ids of its spans, and what is attached to it. */
export interface PlainSpanset {
  readonly ids: readonly string[];
  readonly attached: readonly unknown[];
}

/** Spansets of the oracle in that form, in an order of their own. */
export function plainSpansets(sets: readonly Spanset[]): readonly PlainSpanset[] {
  return orderedSets(
    sets.map(({ spans, attached }) => ({
      ids: [...spans].map(({ id }) => id).sort(),
      attached: [...attached.values()].map(plain),
    })),
  );
}

/** Spansets in an order that depends on nothing but themselves. */
export function orderedSets(sets: readonly PlainSpanset[]): readonly PlainSpanset[] {
  return [...sets].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

/** Series by their labels as one text, in a form that can be compared; no number is `null`. */
export function plainOracleSeries(
  series: readonly OracleSeries[],
): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    series.map(({ labels, values }) => [
      JSON.stringify(labels.map(([name, value]) => [name, plain(value)])),
      values.map((value) => (Number.isFinite(value) ? withoutSign(value) : null)),
    ]),
  );
}

/** A value as answers carry it. */
export function plain(value: Value): unknown {
  if (value === null) return null;
  if (value.k === 'many') return value.of.map(plain);
  if (value.k === 'duration') return printStatic({ type: 'duration', value: value.v });
  if (typeof value.v === 'bigint')
    return Number.isSafeInteger(Number(value.v)) ? Number(value.v) : String(value.v);
  return typeof value.v === 'number' ? withoutSign(value.v) : value.v;
}

/** Nothing below nothing: -0 is 0. */
export function withoutSign(number: number): number {
  return number === 0 ? 0 : number;
}
