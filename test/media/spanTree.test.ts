import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { SpanColumns } from '#protocol/views/trace';
import { TraceModel } from '../../media/trace/traceModel';
import { spanAfter } from '../../media/trace/tree/treeWalk';

interface Drawn {
  readonly parent: number;
  readonly start: number;
  readonly isFailed: boolean;
}

/** Columns of spans that name their parents by index, -1 for none; ids are index + 1. */
function columnsOf(spans: readonly Drawn[], from = 0): SpanColumns {
  const texts = ['', 'OK', 'ERROR', 'tool', 'span'];
  const column = (value: (span: Drawn) => number) => Uint32Array.from(spans, value);
  return {
    count: spans.length,
    start_us: Float64Array.from(spans, ({ start }) => start),
    end_us: Float64Array.from(spans, ({ start }) => start + 10),
    id: Uint32Array.from(spans.flatMap((_, index) => [0, from + index + 1])),
    parent: Uint32Array.from(spans.flatMap(({ parent }) => [0, parent + 1])),
    kind: column(() => 3),
    status: column(({ isFailed }) => (isFailed ? 2 : 1)),
    name: column(() => 4),
    service: column(() => 0),
    error: column(() => 0),
    texts,
  };
}

function modelOf(spans: readonly Drawn[]): TraceModel {
  const model = new TraceModel();
  model.take(columnsOf(spans), { isFirst: true, isLast: true, total: spans.length });
  return model;
}

const anySpans = fc.array(
  fc.record({ parent: fc.integer({ min: -1, max: 40 }), start: fc.nat(1000), isFailed: fc.boolean() }),
  { minLength: 1, maxLength: 40 },
);

const times = (model: TraceModel, first: number) => {
  const found: number[] = [];
  for (let span = first; span >= 0; span = model.tree.nextSibling[span] ?? -1) {
    found.push(model.store.start[span] ?? 0);
  }
  return found;
};

describe('the tree of spans', () => {
  it('has every span as a row once, whatever they name as their parents', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const { rows } = modelOf(spans);
        deepStrictEqual(
          [...rows].sort((left, right) => left - right),
          spans.map((_, index) => index),
        );
      }),
    );
  });

  it('keeps siblings in the order of time, and numbers them', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const model = modelOf(spans);
        const { firstChild, childCount, firstRoot, position } = model.tree;
        for (const first of [firstRoot, ...firstChild.subarray(0, spans.length)]) {
          const all = times(model, first);
          deepStrictEqual(
            all,
            all.toSorted((left, right) => left - right),
          );
          ok(first < 0 || position[first] === 1);
        }
        const counted = [...childCount].reduce((sum, count) => sum + count, 0);
        equal(counted, spans.length);
      }),
    );
  });

  it('is the same however the spans came in pages', () => {
    fc.assert(
      fc.property(anySpans, fc.nat(40), (spans, cut) => {
        const paged = new TraceModel();
        const total = spans.length;
        const at = Math.min(cut, total);
        paged.take(columnsOf(spans.slice(0, at)), { isFirst: true, isLast: false, total });
        paged.take(columnsOf(spans.slice(at), at), { isFirst: false, isLast: true, total });
        deepStrictEqual([...paged.rows], [...modelOf(spans).rows]);
      }),
    );
  });

  it('puts what failed, or has failed below it, before its siblings when errors come first', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const model = modelOf(spans);
        model.isErrorFirst = true;
        const { firstRoot, firstChild, nextSibling, hasError } = model.tree;
        for (const first of [firstRoot, ...firstChild.subarray(0, spans.length)]) {
          const flags: number[] = [];
          for (let span = first; span >= 0; span = nextSibling[span] ?? -1) {
            flags.push(hasError[span] ?? 0);
          }
          deepStrictEqual(
            flags,
            flags.toSorted((left, right) => right - left),
          );
        }
      }),
    );
  });

  it('folds away what lies below a span, and nothing else', () => {
    fc.assert(
      fc.property(anySpans, fc.nat(39), (spans, at) => {
        const model = modelOf(spans);
        const span = at % spans.length;
        model.fold(span, true);
        const isBelow = (one: number) => {
          for (let above = model.tree.parent[one] ?? -1; above >= 0; above = model.tree.parent[above] ?? -1) {
            if (above === span) {
              return true;
            }
          }
          return false;
        };
        const shown = new Set(model.rows);
        for (let one = model.tree.firstRoot; one >= 0; one = spanAfter(model.tree, one)) {
          equal(shown.has(one), !isBelow(one));
        }
      }),
    );
  });

  it('names the earliest failed span with nothing failed below it as the first error', () => {
    const model = modelOf([
      { parent: -1, start: 0, isFailed: true },
      { parent: 0, start: 50, isFailed: true },
      { parent: 0, start: 20, isFailed: true },
      { parent: 2, start: 30, isFailed: true },
    ]);
    equal(model.firstError(), 3);
  });
});
