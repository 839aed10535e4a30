import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '#protocol/json';
import { checkInputs } from '../../../server/src/core/plan/checkInputs';

const schema: JsonObject = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 3, pattern: '^[a-z😀]+$' },
    count: { type: 'integer', minimum: 1, maximum: 9, default: 5 },
    level: { enum: ['low', 'high'] },
    tags: { type: 'array', items: { type: 'string' } },
    nested: {
      type: 'object',
      properties: { on: { type: 'boolean', default: true } },
      additionalProperties: false,
    },
  },
};

function check(given: JsonObject, expected: readonly string[]): void {
  const { problems } = checkInputs(schema, given);
  deepStrictEqual(
    problems.map(({ code, path, message }) => `${code} ${path} ${message}`),
    expected,
  );
}

describe('checkInputs', () => {
  it('fills in defaults at every depth', () => {
    deepStrictEqual(checkInputs(schema, { name: 'ab', nested: {} }), {
      inputs: { name: 'ab', nested: { on: true }, count: 5 },
      problems: [],
    });
  });

  it('refuses unknown inputs, also of a plan that takes none', () => {
    check({ name: 'ab', coun: 1 }, ["UNKNOWN_KEY /coun Unknown input 'coun'; did you mean 'count'?"]);
    deepStrictEqual(
      checkInputs({}, { x: 1 }).problems.map(({ message }) => message),
      ["Unknown input 'x'; the plan takes none."],
    );
    deepStrictEqual(checkInputs({ additionalProperties: true }, { x: 1 }), {
      inputs: { x: 1 },
      problems: [],
    });
  });

  it('reports every mistake with its pointer', () => {
    check({}, ["MISSING_KEY /name Expected the input 'name'."]);
    check({ name: 'a', count: 0, level: 'mid', tags: ['x', 1], nested: { off: 1 } }, [
      'OUT_OF_RANGE /name Expected at least 2 characters, found 1.',
      'OUT_OF_RANGE /count Expected at least 1, found 0.',
      'OUT_OF_RANGE /level Expected one of "low", "high".',
      'WRONG_TYPE /tags/1 Expected a string, found number.',
      "UNKNOWN_KEY /nested/off Unknown key 'off'.",
    ]);
    check({ name: 'ABCD', count: 1.5, tags: {} }, [
      'OUT_OF_RANGE /name Expected at most 3 characters, found 4.',
      'OUT_OF_RANGE /name Expected a text that matches ^[a-z😀]+$.',
      'WRONG_TYPE /count Expected an integer, found number.',
      'WRONG_TYPE /tags Expected an array, found a map.',
    ]);
    check({ name: '😀😀' }, []);
  });

  it('never throws, whatever is given', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('name', 'count', 'tags', 'nested', '__proto__', 'x'), fc.jsonValue()),
        (given) => {
          checkInputs(schema, given as JsonObject);
          checkInputs(given as JsonObject, given as JsonObject);
        },
      ),
      { numRuns: 300 },
    );
  });
});
