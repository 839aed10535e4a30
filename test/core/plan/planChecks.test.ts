import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '#protocol/json';
import type { ReadDocument } from '../../../server/src/core/plan/document/readDocument';
import { understandPlan } from '../../../server/src/core/plan/parsePlan';
import { PlanChecks } from '../../../server/src/core/plan/semantics/planChecks';
import { languageTools } from '../../../server/src/runtime/languageTools';
import { createTools } from '../../../server/src/tools/toolTable';

const tools = languageTools(createTools(), new Set());
const ids = ['a', 'b', 'c', 'd', 'e'];
const id = fc.constantFrom(...ids);

/** A step with anything that others, or that it of others, may depend on. */
const step = fc.record<JsonObject>(
  {
    id,
    uses: fc.constantFrom('read_file', 'read_fil'),
    needs: fc.uniqueArray(id, { maxLength: 2 }),
    with: fc.record({
      path: fc.oneof(
        id.map((name) => `\${steps.${name}.output.x}`),
        fc.constant('y'),
      ),
    }),
    outputs: fc.constantFrom({ x: '$.x' }, { y: '$.y' }),
    when: id.map((name) => `steps.${name}.status == 'x'`),
    else: id.map((name) => `goto:${name}`),
    on_error: id.map((target) => ({ action: 'goto', target })),
  },
  { requiredKeys: ['id', 'uses'] },
);
const top = fc.record<JsonObject>(
  {
    schema: fc.constant('plan/1'),
    title: fc.constant('x'),
    policy: fc.constantFrom(
      { limits: { max_steps: 3 } },
      { reliability: { on_error: { action: 'goto', target: 'a' } } },
    ),
  },
  { requiredKeys: ['schema', 'title'] },
);

describe('checks of one plan after another', () => {
  it('find what a first check of each plan would find', () => {
    const change = fc.tuple(fc.nat({ max: 4 }), step);
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 5 }),
        fc.array(change),
        fc.array(top),
        (first, changes, tops) => {
          const checks = new PlanChecks();
          let steps = first;
          for (const [at, [index, changed]] of changes.entries()) {
            steps = steps.map((one, place) => (place === index ? changed : one));
            if (index === 4) steps = steps.length > 3 ? steps.slice(1) : [...steps, changed];
            const json = { schema: 'plan/1', title: 'x', ...tops[at >> 1], steps };
            const kept = understandPlan(readAs(json), { fileName: 'x', tools, checks });
            const fresh = understandPlan(readAs(json), { fileName: 'x', tools });
            deepStrictEqual(kept.problems, fresh.problems);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** A document whose parts keep their identity, as those of an edited text do. */
function readAs(json: JsonObject): ReadDocument {
  const start = { line: 1, column: 1 };
  const positions = { ofValue: () => start, ofKey: () => start, within: () => start };
  return { json, problems: [], positions, root: null, broken: null };
}
