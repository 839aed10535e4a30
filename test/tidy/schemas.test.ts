import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { JsonObject } from '#protocol/json';
import { readDocument } from '../../server/src/core/plan/document/readDocument';
import { fullPlan } from '../core/plan/planText';
import { documentSchemas } from './docs/documentSchemas';

const schemas = documentSchemas();

/** What a schema has against a document, as another editor would find it. */
function faults(kind: keyof typeof schemas, text: string): string[] {
  const checked = z.fromJSONSchema(schemas[kind] as JsonObject).safeParse(readDocument(text).json);
  return (checked.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function example(name: string): string {
  return readFileSync(`docs/examples/${name}`, 'utf8');
}

describe('the JSON Schemas for other editors', () => {
  it('take every example as what it is', () => {
    for (const name of ['addFile', 'applyPatch', 'checkPackages', 'continuousIntegration', 'healthCheck'])
      deepStrictEqual(faults('plan', example(`plans/${name}.yaml`)), [], name);
    for (const name of ['recoverByGoto', 'testWithRetry'])
      deepStrictEqual(faults('plan', example(`plans/${name}.yaml`)), [], name);
    deepStrictEqual(faults('plan', fullPlan), []);
    deepStrictEqual(faults('policy', example('holdpoint.policy.yaml')), []);
    deepStrictEqual(faults('flow', example('plans/reviewFlow.yaml')), []);
    const listed = 'entry: a\nedges: [a >> b]\nnodes: [{id: a, type: x}, {id: b, type: y}]\n';
    deepStrictEqual(faults('flow', listed), []);
    deepStrictEqual(
      faults('playbook', 'name: x\nsteps: [{name: a, command: [npm, ci], fail_fast: true}]\n'),
      [],
    );
  });

  it('refuse keys and words that there are not, and miss what must be there', () => {
    const head = 'schema: plan/1\ntitle: x\n';
    for (const [kind, text] of [
      ['plan', `${head}stepz: []\nsteps: []\n`],
      ['plan', `${head}steps: [{id: a}]\n`],
      ['plan', `${head}steps: [{id: a, uses: b, risk: huge}]\n`],
      ['plan', `${head}steps: [{id: a, uses: b, policy: {permissions: {rules: [{id: x, effekt: deny}]}}}]\n`],
      ['plan', 'schema: plan/2\ntitle: x\nsteps: []\n'],
      ['policy', 'schema: policy/1\npermissions: {default: maybe}\n'],
      ['policy', 'permissions: {}\n'],
      ['flow', 'edges: []\n'],
      ['flow', 'entry: a\nnodes: {a: {typ: x}}\n'],
      ['playbook', 'name: x\nsteps: [{name: a}]\n'],
    ] as const)
      ok(faults(kind, text).length > 0, text);
  });

  it('explain every key that they know at the top', () => {
    for (const { properties } of Object.values(schemas))
      for (const [key, value] of Object.entries(properties as JsonObject))
        ok(String((value as JsonObject)['description']).length > 5, key);
  });
});
