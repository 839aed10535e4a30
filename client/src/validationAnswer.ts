import type { Problem } from '#protocol/problem';

/** What `plan validate --json` found: problems in the plan, or a failure to look at it. */
export type ValidationAnswer =
  | {
      readonly kind: 'checked';
      readonly title: string | null;
      readonly stepCount: number;
      readonly errors: readonly Problem[];
      readonly warnings: readonly Problem[];
    }
  | { readonly kind: 'failed'; readonly message: string };

/** Reads the one JSON document on stdout; an invalid plan may come as a result or as the body of an error. */
export function readValidation(stdout: string, stderr: string): ValidationAnswer {
  const body = parseObject(stdout);
  if (body === undefined) {
    return { kind: 'failed', message: stderr.trim() || stdout.trim() };
  }
  const found = parseErrors(body);
  if (found === undefined) {
    return { kind: 'failed', message: String(body['message'] ?? stdout.trim()) };
  }
  return {
    kind: 'checked',
    title: typeof body['title'] === 'string' ? body['title'] : null,
    stepCount: Number(body['step_count'] ?? 0),
    errors: found,
    warnings: Array.isArray(body['warnings']) ? body['warnings'].filter(isProblem) : [],
  };
}

type Body = Readonly<Record<string, unknown>>;

function parseObject(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseErrors(body: Body): readonly Problem[] | undefined {
  const details = isObject(body['details']) ? body['details'] : {};
  const errors = body['errors'] ?? details['errors'];
  return Array.isArray(errors) ? errors.filter(isProblem) : undefined;
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isProblem(value: unknown): value is Problem {
  return isObject(value) && typeof value['line'] === 'number' && typeof value['message'] === 'string';
}
