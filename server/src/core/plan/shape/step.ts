import { executorNames, type Step } from '#protocol/plan';
import type { stepKeys } from '#protocol/plan/planDocument';
import { type PolicySettings, type Profile, risks } from '#protocol/policy';
import { onError, retry } from '../../policy/settings/retry';
import { readSettings, unlimited } from '../../policy/settings/settingsShape';
import { list, map, type Reader, type Report, text, under, word } from '../../policy/settings/shapes';
import { time } from '../../policy/settings/times';
import { check } from './check';
import { reportMissing } from './reportMissing';
import { condition, loop, otherwise, outputs, stepId } from './stepParts';
import { foldStepPolicy } from './stepPolicy';
import { anyText, argv, jsonObject, slotGlob } from './values';

/** Reads one step; a wrong key is reported and takes its default, so that later checks see all they can. */
export function readStep(
  value: unknown,
  pointer: string,
  profile: Profile,
  report: Report,
): Step | undefined {
  const read = stepMap(value, pointer, report);
  if (read === undefined) return undefined;
  reportMissing(value, pointer, ['id', 'uses'], report);
  const { timeout, retry: _retry, on_error: _onError, policy: settings, ...own } = read;
  if (profile !== 'dev') refuseUnlimited(timeout, settings, pointer, report);
  if (own.else?.action === 'goto' && own.when === undefined) {
    report('MISSING_KEY', under(pointer, 'when'), "'else: goto' needs a 'when' that can be false.");
  }
  const reliability = foldStepPolicy(read, pointer, report);
  return Object.assign({ ...defaults }, own, reliability, { needs: [...new Set(own.needs)] });
}

/** Has every key, so that all steps have the same form to the machine, which then finds their keys at once. */
const defaults: Step = {
  id: '',
  title: null,
  uses: '',
  with: {},
  needs: [],
  join: 'all',
  when: null,
  else: { action: 'skip' },
  risk: null,
  executor: null,
  touches: null,
  commands: [],
  preconditions: [],
  postconditions: [],
  verify: [],
  expected_observation: null,
  outputs: {},
  loop: null,
  timeout_ms: null,
  retry: null,
  on_error: null,
  policy: null,
};

const policy: Reader<PolicySettings> = (value, pointer, report) => readSettings(value, pointer, report);

const stepMap = map({
  id: stepId,
  title: text,
  uses: text,
  with: jsonObject,
  needs: list(text),
  join: word(['all', 'any']),
  when: condition,
  else: otherwise,
  risk: word(risks),
  timeout: time,
  retry,
  on_error: onError,
  executor: word(executorNames),
  touches: list(slotGlob),
  commands: list(argv),
  preconditions: list(check),
  postconditions: list(check),
  expected_observation: anyText,
  verify: list(check),
  outputs,
  loop,
  policy,
} satisfies Record<(typeof stepKeys)[number], Reader<unknown>>);

function refuseUnlimited(
  timeout: number | undefined,
  settings: PolicySettings | undefined,
  pointer: string,
  report: Report,
): void {
  if (timeout === 0) report('TIMEOUT_UNLIMITED', under(pointer, 'timeout'), unlimited);
  if (settings?.reliability?.timeout_ms === null) {
    report('TIMEOUT_UNLIMITED', `${pointer}/policy/reliability/timeout`, unlimited);
  }
}
