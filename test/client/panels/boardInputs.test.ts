import { deepStrictEqual } from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { boardInputs, inputsFrom } from '../../../client/src/panels/plan/boardInputs';

const schema = {
  type: 'object',
  required: ['name', 'count'],
  properties: {
    name: { type: 'string', description: 'Who' },
    count: { type: 'integer', default: 3 },
    loud: { type: 'boolean' },
    mood: { enum: ['calm', 'wild'] },
    more: { type: 'object' },
  },
} as unknown as JsonObject;

describe('the inputs of a plan as a form', () => {
  const fields = boardInputs(schema);

  it('has a fitting field for each, and asks only for what has no default', () => {
    deepStrictEqual(
      fields.map(({ name, kind, is_required, initial }) => [name, kind, is_required, initial]),
      [
        ['name', 'text', true, ''],
        ['count', 'number', false, '3'],
        ['loud', 'boolean', false, ''],
        ['mood', 'choice', false, ''],
        ['more', 'json', false, ''],
      ],
    );
  });

  it('hands over values of the right kind and leaves what is empty to the plan', () => {
    deepStrictEqual(
      inputsFrom(fields, { name: '7', count: '4', loud: 'true', mood: '', more: '{"a":[1]}' }),
      { name: '7', count: 4, loud: true, more: { a: [1] } },
    );
  });

  it('hands over what cannot be read as it was written, so that the server says what is wrong', () => {
    deepStrictEqual(inputsFrom(fields, { count: 'four', more: '{' }), { count: 'four', more: '{' });
  });
});
