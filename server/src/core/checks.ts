import { RE2JS } from 're2js';
import type { Json, JsonObject } from '#protocol/json';
import type { Check } from '#protocol/plan';
import { selectPath } from './jsonPath';

/** What a check may look at; `text` and `exists` are about the check's target file. */
export interface CheckSubject {
  readonly exitCode: number | null;
  readonly output: Json;
  /** The content of the target file, `null` when there is none. */
  readonly text: string | null;
  readonly exists: boolean;
}

/** What a check found, in words. */
export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly details: string;
}

/**
 * Holds one check against what a step or run left behind. `regex` searches the target file or the output (a string as
 * it is, else standard output, else JSON); `jsonpath` passes when it selects anything but `null` and `false`, in the
 * target file or the output. Whatever cannot be looked at has not passed.
 */
export function runCheck(check: Check, subject: CheckSubject): CheckResult {
  const { passed, details } = outcomeOf(check, subject);
  return { name: check.name, passed, details };
}

type Outcome = Omit<CheckResult, 'name'>;

const fail = (details: string): Outcome => ({ passed: false, details });
const outcome = (passed: boolean, details: string): Outcome => ({ passed, details });

function outcomeOf(check: Check, subject: CheckSubject): Outcome {
  switch (check.type) {
    case 'exit_code':
      return checkExitCode(check, subject);
    case 'regex':
      return checkRegex(check, subject);
    case 'jsonpath':
      return checkJsonPath(check, subject);
    case 'artifact_exists': {
      const path = check.target ?? check.expr;
      return outcome(subject.exists, subject.exists ? `${path} exists` : `${path} does not exist`);
    }
  }
}

function checkExitCode({ expr }: Check, { exitCode }: CheckSubject): Outcome {
  if (!/^\s*-?\d{1,10}\s*$/.test(expr)) return fail(`'${expr}' is no exit code`);
  if (exitCode === null) return fail(`there is no exit code, expected ${Number(expr)}`);
  return outcome(exitCode === Number(expr), `exit code ${exitCode}, expected ${Number(expr)}`);
}

function checkRegex({ expr, target }: Check, subject: CheckSubject): Outcome {
  if (target !== null && subject.text === null) return fail(`${target} does not exist`);
  const where = target ?? 'the output';
  try {
    const found = RE2JS.compile(expr)
      .matcher(target === null ? textOf(subject.output) : (subject.text ?? ''))
      .find();
    return outcome(found, found ? `/${expr}/ found in ${where}` : `/${expr}/ not found in ${where}`);
  } catch (error) {
    return fail(`/${expr}/ is no regular expression: ${reasonOf(error)}`);
  }
}

function textOf(output: Json): string {
  if (typeof output === 'string') return output;
  const { stdout } = (output ?? {}) as JsonObject;
  if (typeof stdout === 'string') return stdout;
  return JSON.stringify(output);
}

function checkJsonPath({ expr, target }: Check, subject: CheckSubject): Outcome {
  const document = target === null ? { value: subject.output } : parsed(target, subject.text);
  if ('problem' in document) return fail(document.problem);
  const found = selectPath(expr, document.value);
  if ('problem' in found) return fail(`${expr} cannot be evaluated: ${found.problem}`);
  const { values } = found;
  const passed = values.some((value) => value !== null && value !== false);
  return outcome(
    passed,
    `${expr} selects ${values.length} value${values.length === 1 ? '' : 's'}${sample(values)}`,
  );
}

function parsed(
  target: string,
  text: string | null,
): { readonly value: Json } | { readonly problem: string } {
  if (text === null) return { problem: `${target} does not exist` };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { problem: `${target} is not JSON` };
  }
}

function sample(values: readonly unknown[]): string {
  return values.length === 0 ? '' : `: ${(JSON.stringify(values[0]) ?? '').slice(0, 200)}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
