import assert from 'node:assert/strict';
import { composeMemory } from '../support/composeMemory';
import { command, planText } from '../support/journey';

const provisional = {
  id: 'later',
  uses: 'shell.run',
  needs: ['look'],
  with: { argv: ['${steps.look.output}'] },
};

describe('a program that this machine does not have', () => {
  it('is warned of at check and import, with its place, and keeps nothing from being imported', async () => {
    const server = await composeMemory({ missingPrograms: ['gone', './made'] });
    const steps = [command('look', 'gone'), command('own', './made'), command('fine', 'tool'), provisional];
    const text = planText(steps);
    const checked = await server.request('plan/validate', { text, file_name: 'plan.json' });
    const expected = {
      code: 'MISSING_PROGRAM',
      path: '/steps/0/uses',
      message: "Step 'look' would fail: program 'gone' was not found on this machine.",
    };
    const told = (warnings: typeof checked.warnings) =>
      warnings.map(({ code, path, message, line }) => ({ code, path, message, isPlaced: line > 0 }));
    assert.equal(checked.ok, true);
    assert.deepEqual(told(checked.warnings), [{ ...expected, isPlaced: true }]);
    const { id: session_id } = await server.request('session/create', {});
    const imported = await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
    assert.deepEqual(told(imported.warnings), [{ ...expected, isPlaced: true }]);
  });
});
