import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plainValue } from '../../server/src/core/traceql/answer/plainValue';
import { checkQuery } from '../../server/src/core/traceql/checkQuery';
import { evaluateQuery } from '../../server/src/core/traceql/evaluate/evaluateQuery';
import { spanTree } from '../../server/src/core/traceql/evaluate/spanTree';
import { evaluateSeries } from '../../server/src/core/traceql/series/evaluateSeries';
import { plainSeries } from '../../server/src/core/traceql/series/plainSeries';
import { orderedSets, plainOracleSeries, plainSpansets, withoutSign } from './agree';
import { seriesOf } from './oracle/series';
import { spansetsOf } from './oracle/spansets';
import { printMetrics, printStages } from './printShape';
import { anyMetrics, anyPipeline } from './randomQueries';
import { anyTrace, anyTraces, epochUs, grainUs, tracedSample } from './sampleTraces';

const isLong = process.env['HOLDPOINT_LONG'] === '1';
const runs = { numRuns: isLong ? 10_000 : 500 };

const checked = (text: string) => {
  const { query, problems } = checkQuery(text);
  const errors = problems.filter(({ severity }) => severity === 'error');
  assert.deepEqual(errors, [], text);
  return query;
};

describe('the evaluator and the oracle', function () {
  this.timeout(isLong ? 600_000 : 60_000);

  it('FLOW-18: find the same spans, groups and aggregates by random queries in random traces', () => {
    let found = 0;
    fc.assert(
      fc.property(anyTrace(1), anyPipeline, (trace, stages) => {
        const text = printStages(stages);
        const tree = spanTree(trace.traceId, tracedSample(trace));
        const sets = evaluateQuery(checked(text))(tree).map(({ places, attributes }) => ({
          ids: [...places].map((place) => tree.spans[place]?.id ?? '').sort(),
          attached: Object.values(attributes).map((value) => {
            const made = plainValue(value);
            return typeof made === 'number' ? withoutSign(made) : made;
          }),
        }));
        const expected = plainSpansets(spansetsOf(stages, trace));
        assert.deepEqual(orderedSets(sets), expected, text);
        if (expected.length > 0) found += 1;
      }),
      runs,
    );
    assert.ok(found > runs.numRuns / 10, `only ${found} queries found anything`);
  });

  it('FLOW-18: reckon the same numbers over time by random metrics queries', () => {
    let found = 0;
    const range = { startUs: epochUs + 20 * grainUs, stepUs: 64 * grainUs, count: 190 };
    fc.assert(
      fc.property(anyTraces(4), anyMetrics, (traces, metrics) => {
        const text = printMetrics(metrics);
        const evaluation = evaluateSeries(checked(text), range);
        for (const trace of traces) evaluation.add(spanTree(trace.traceId, tracedSample(trace)));
        const series = Object.fromEntries(
          evaluation.answer().map((one) => {
            const { labels, values } = plainSeries(one);
            const key = JSON.stringify(labels.map(({ name, value }) => [name, value]));
            return [key, values.map((value) => (value === null ? null : withoutSign(value)))];
          }),
        );
        const expected = plainOracleSeries(seriesOf(metrics, traces, range));
        assert.deepEqual(series, expected, text);
        if (Object.keys(expected).length > 0) found += 1;
      }),
      runs,
    );
    assert.ok(found > runs.numRuns / 10, `only ${found} queries had any number`);
  });
});
