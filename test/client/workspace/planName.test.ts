import assert from 'node:assert/strict';
import { isOurs } from '../../../client/src/workspace/planName';

describe('which documents are ours', () => {
  const check = (path: string, head: string, expected: boolean) => assert.equal(isOurs(path, head), expected);

  for (const path of [
    '/w/plan.yaml',
    '/w/a.plan.yml',
    '/w/holdpoint.policy.yaml',
    '/w/x.playbook.json',
    'C:\\w\\Flow.YAML',
    '/w/a.flow.yaml',
  ]) {
    it(`takes ${path} by its name`, () => check(path, '', true));
  }

  for (const head of [
    'schema: plan/1',
    '# a comment\nschema: "policy/1"',
    '{"schema": "plan/1", "title": "x"}',
    '{\n  "schema": "flow/2"\n}',
    "'schema' : playbook/1",
  ]) {
    it(`takes ${JSON.stringify(head)} by its schema`, () => check('/w/anything.yaml', head, true));
  }

  for (const [path, head] of [
    ['/w/package.json', '{"name": "schema"}'],
    ['/w/planet.yaml', ''],
    ['/w/explan.yaml', ''],
    ['/w/ci.yaml', 'schema: other/1'],
    ['/w/ci.yaml', 'text: "schema: plan/1"'],
    ['/w/plan.txt', ''],
  ] as const) {
    it(`leaves ${path} with ${JSON.stringify(head)} alone`, () => check(path, head, false));
  }
});
