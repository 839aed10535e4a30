import type { Json, JsonObject } from '#protocol/json';
import type { Profile } from '#protocol/policy';
import { canonicalJson } from '../../../digest';
import { parseDuration } from '../../../duration';
import { isMap, under } from '../../../policy/settings/shapes';
import type { ImportLog } from '../importer';

/** A policy of a flow file with the place where it stands. */
export interface FoundPolicy {
  readonly value: JsonObject;
  readonly pointer: string;
}

const policyKeys = ['fail_fast', 'timeout', 'retry', 'on_error'];

/** The policy of a node: at the node or in its setting; two that differ are refused. */
export function nodePolicy(node: JsonObject, pointer: string, log: ImportLog): FoundPolicy | null {
  const { setting } = node;
  const own = found(node['policy'], under(pointer, 'policy'), log);
  const inSetting = isMap(setting)
    ? found(setting['policy'] as Json, `${pointer}/setting/policy`, log)
    : null;
  if (own && inSetting && canonicalJson(own.value) !== canonicalJson(inSetting.value)) {
    log.refuse('CONFLICT', inSetting.pointer, "The node's policy stands in two places that differ.");
  }
  return own ?? inSetting;
}

/** The policy of the whole flow. */
export function flowPolicy(flow: JsonObject, pointer: string, log: ImportLog): FoundPolicy | null {
  return found(flow['policy'], under(pointer, 'policy'), log);
}

/** The part of a flow's policy that a plan carries for all its steps: everything but the timeout of each node. */
export function planReliability(policy: FoundPolicy | null, log: ImportLog): JsonObject {
  if (!policy) return {};
  const { fail_fast: failFast, timeout } = policy.value;
  const read = timeout === undefined || timeout === null ? null : parseDuration(timeout);
  if (read && 'problem' in read) log.refuse('BAD_DURATION', under(policy.pointer, 'timeout'), read.problem);
  const goesOn = failFast === false && actionOf(policy.value) === 'stop';
  if (goesOn) log.changed(policy.pointer, 'fail_fast: false with on_error: stop means on_error: continue.');
  return {
    ...(failFast === undefined ? {} : { fail_fast: failFast }),
    ...retryOf(policy, log),
    ...(goesOn ? { on_error: 'continue' } : pick(policy.value, 'on_error')),
  };
}

/** The keys of a step that say what a node's policy, over the flow's, says. */
export function stepReliability(
  node: FoundPolicy | null,
  flow: FoundPolicy | null,
  profile: Profile,
  log: ImportLog,
): JsonObject {
  const timed = node?.value['timeout'] === undefined ? flow : node;
  return {
    ...(timed ? timeoutOf(timed, profile, timed === flow, log) : {}),
    ...(node ? { ...retryOf(node, log), ...onErrorOf(node, flow, log), ...failFastOf(node) } : {}),
  };
}

function found(value: Json | undefined, pointer: string, log: ImportLog): FoundPolicy | null {
  if (value === undefined || value === null) return null;
  if (!isMap(value)) {
    log.refuse('WRONG_TYPE', pointer, 'Expected a map.');
    return null;
  }
  log.refuseUnknown(value as JsonObject, pointer, policyKeys);
  return { value: value as JsonObject, pointer };
}

/** A broken timeout of the flow is reported once, for the flow; one of a node by the reader of steps. */
function timeoutOf(
  { value, pointer }: FoundPolicy,
  profile: Profile,
  isOfFlow: boolean,
  log: ImportLog,
): JsonObject {
  const given = value['timeout'];
  if (given === undefined || given === null) return {};
  const read = parseDuration(given);
  if ('problem' in read && isOfFlow) return {};
  if ('ms' in read && read.ms === 0 && profile !== 'dev') {
    log.changed(
      under(pointer, 'timeout'),
      'A timeout of 0 becomes the default; only profile dev runs unlimited.',
    );
    return {};
  }
  return { timeout: given };
}

/** Counts in flow files are retries; `max_attempts` of a plan counts all tries. */
function retryOf({ value, pointer }: FoundPolicy, log: ImportLog): JsonObject {
  const { retry } = value;
  if (retry === undefined || retry === null) return {};
  if (!isMap(retry)) return { retry };
  const { max_attempts: retries } = retry as JsonObject;
  if (typeof retries !== 'number' || !Number.isInteger(retries)) return { retry: retry as JsonObject };
  log.changed(`${pointer}/retry/max_attempts`, `${retries} retries are ${retries + 1} tries.`);
  return { retry: { ...(retry as JsonObject), max_attempts: retries + 1 } };
}

function onErrorOf(node: FoundPolicy, flow: FoundPolicy | null, log: ImportLog): JsonObject {
  const { on_error: own, fail_fast: ownFailFast } = node.value;
  if (own === undefined && ownFailFast === undefined) return {};
  const failFast = ownFailFast ?? flow?.value['fail_fast'] ?? true;
  const onError = own ?? flow?.value['on_error'];
  if (actionOf(node.value, flow?.value) !== 'stop') return onError === undefined ? {} : { on_error: onError };
  if (failFast !== false) return { on_error: 'stop' };
  log.changed(node.pointer, 'fail_fast: false with on_error: stop means on_error: continue.');
  return { on_error: 'continue' };
}

function failFastOf({ value }: FoundPolicy): JsonObject {
  const { fail_fast: failFast } = value;
  return failFast === undefined ? {} : { policy: { reliability: { fail_fast: failFast } } };
}

function actionOf(...policies: readonly (JsonObject | undefined)[]): Json {
  const onError =
    policies.map((policy) => policy?.['on_error']).find((value) => value !== undefined) ?? 'stop';
  return isMap(onError) ? ((onError['action'] ?? 'stop') as Json) : onError;
}

function pick(value: JsonObject, key: string): JsonObject {
  const member = value[key];
  return member === undefined ? {} : { [key]: member };
}
