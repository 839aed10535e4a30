import { type ErrorClass, errorClasses } from '#protocol/errors';
import type { OnError, RetryPolicy } from '#protocol/policy';
import { flag, isMap, kindOf, list, map, type Reader, type Report, text, under, whole, word } from './shapes';
import { time } from './times';

/** Most tries that one step may have. */
export const mostAttempts = 100;

const neverRetried: readonly ErrorClass[] = ['auth', 'policy', 'internal', 'cancelled'];

/** Reads `retry`: a map, or a whole number of retries, which is one less than the number of tries. */
export const retry: Reader<Partial<RetryPolicy>> = (value, pointer, report) => {
  if (typeof value === 'number') {
    const retries = whole(0, mostAttempts - 1)(value, pointer, report);
    return retries === undefined ? undefined : { max_attempts: retries + 1 };
  }
  if (!isMap(value)) {
    report('WRONG_TYPE', pointer, `Expected a map or a number of retries, found ${kindOf(value)}.`);
    return undefined;
  }
  const read = retryMap(value, pointer, report);
  if (read === undefined) return undefined;
  const { delay, max_delay, ...rest } = read;
  return {
    ...rest,
    ...(delay === undefined ? {} : { delay_ms: delay }),
    ...(max_delay === undefined ? {} : { max_delay_ms: max_delay }),
  };
};

/** Reads `on_error`: a map with an action, or the action alone. `goto` needs its target. */
export const onError: Reader<OnError> = (value, pointer, report) => {
  const read = isMap(value)
    ? onErrorMap(value, pointer, report)
    : { action: word(onErrorActions)(value, pointer, report) };
  if (read === undefined) return undefined;
  const { action, target } = { target: undefined, ...read };
  if (action === undefined) {
    if (isMap(value) && !Object.hasOwn(value, 'action')) {
      report('MISSING_KEY', under(pointer, 'action'), "Expected the key 'action'.");
    }
    return undefined;
  }
  return checkTarget({ action, target: target ?? null }, pointer, report);
};

const onErrorActions = ['stop', 'continue', 'goto'] as const;

const retryOn: Reader<ErrorClass> = (value, pointer, report) => {
  const read = word(errorClasses)(value, pointer, report);
  if (read === undefined || !neverRetried.includes(read)) return read;
  report('OUT_OF_RANGE', pointer, `Failures of class '${read}' are never retried.`);
  return undefined;
};

const retryMap = map({
  max_attempts: whole(1, mostAttempts),
  delay: time,
  mode: word(['fixed', 'exponential']),
  max_delay: time,
  jitter: flag,
  retry_on: list(retryOn),
});

const target: Reader<string | null> = (value, pointer, report) =>
  value === null ? null : text(value, pointer, report);

const onErrorMap = map({ action: word(onErrorActions), target });

function checkTarget(read: OnError, pointer: string, report: Report): OnError | undefined {
  if (read.action === 'goto' && read.target === null) {
    report('BAD_GOTO', pointer, "on_error 'goto' needs a target.");
    return undefined;
  }
  if (read.action !== 'goto' && read.target !== null) {
    report('BAD_GOTO', under(pointer, 'target'), `on_error '${read.action}' takes no target.`);
    return undefined;
  }
  return read;
}
