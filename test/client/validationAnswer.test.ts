import { deepStrictEqual } from 'node:assert/strict';
import type { Problem } from '#protocol/problem';
import { readValidation, type ValidationAnswer } from '../../client/src/validationAnswer';

const problem: Problem = {
  code: 'UNKNOWN_KEY',
  path: '/x',
  line: 3,
  column: 1,
  message: 'x is no key of a plan',
};

function check(stdout: unknown, expected: ValidationAnswer, stderr = ''): void {
  deepStrictEqual(
    readValidation(typeof stdout === 'string' ? stdout : JSON.stringify(stdout), stderr),
    expected,
  );
}

describe('what `plan validate --json` answered', () => {
  it('is a good plan with its warnings', () => {
    check(
      { ok: true, title: 'Add health', step_count: 2, errors: [], warnings: [problem] },
      { kind: 'checked', title: 'Add health', stepCount: 2, errors: [], warnings: [problem] },
    );
  });

  it('is a bad plan, as a result or as the body of an error', () => {
    const expected = { kind: 'checked', title: null, stepCount: 0, errors: [problem], warnings: [] } as const;
    check({ ok: false, title: null, step_count: 0, errors: [problem], warnings: [] }, expected);
    check(
      { error: 'invalid', error_code: 'PLAN_INVALID', message: 'no', details: { errors: [problem] } },
      expected,
    );
  });

  it('is a failure to look, with the message that says why', () => {
    check(
      { error: 'not_found', error_code: 'NOT_FOUND', message: 'no such file' },
      { kind: 'failed', message: 'no such file' },
    );
    check('', { kind: 'failed', message: 'spawn ENOENT' }, 'spawn ENOENT\n');
    check('[1]', { kind: 'failed', message: '[1]' });
  });

  it('never shows what has no place', () => {
    check(
      { errors: [problem, { message: 'nowhere' }, null, 7], warnings: 'none' },
      { kind: 'checked', title: null, stepCount: 0, errors: [problem], warnings: [] },
    );
  });
});
