import type { Json, JsonObject } from '#protocol/json';
import { isMap, under } from '../../policy/settings/shapes';
import { type Imported, type Importer, ImportLog } from './importer';
import { convertConditions } from './planJsonConditions';

/** Plans of the form `{version, title, session_goal, steps: [{id, tool, inputs, timeout_sec, …}]}` (GATE-02, GATE-03). */
export const planJson: Importer = {
  format: 'plan_json',
  detects: (document) => {
    if (Object.hasOwn(document, 'schema') || !Array.isArray(document['steps'])) return false;
    const steps: readonly Json[] = document['steps'];
    return tellingKeys.some((key) => Object.hasOwn(document, key)) || steps.some(isForeignStep);
  },
  convert,
};

const tellingKeys = ['version', 'session_goal', 'plan_title'];
const planKeys = ['version', 'title', 'plan_title', 'session_goal', 'steps'];
const stepKeys = [
  'id',
  'title',
  'tool',
  'inputs',
  'risk',
  'preconditions',
  'postconditions',
  'expected_observation',
  'verify',
  'timeout_sec',
  'needs',
];
const defaultTimeoutSeconds = 30;
const longestTimeoutSeconds = 120;

function isForeignStep(step: Json): boolean {
  return (
    isMap(step) &&
    !Object.hasOwn(step, 'uses') &&
    (Object.hasOwn(step, 'tool') || Object.hasOwn(step, 'inputs'))
  );
}

function convert(document: JsonObject): Imported {
  const log = new ImportLog();
  log.refuseUnknown(document, '', planKeys);
  log.from('/goal', '/session_goal');
  const title = titleOf(document, log);
  const steps = convertSteps(document['steps'], log);
  const goal = document['session_goal'] ?? null;
  const converted: JsonObject = { schema: 'plan/1', title, ...(goal === null ? {} : { goal }), steps };
  const { warnings, problems, origins } = log;
  return { document: converted, warnings, problems, origins, names, version: versionOf(document, log) };
}

const names = { uses: 'tool', with: 'inputs', timeout: 'timeout_sec', goal: 'session_goal' };

function versionOf(document: JsonObject, log: ImportLog): number | null {
  const version = document['version'] ?? null;
  if (version === null) return null;
  if (typeof version === 'number' && Number.isSafeInteger(version) && version >= 1) return version;
  log.refuse('OUT_OF_RANGE', '/version', 'Expected a whole number of at least 1.');
  return null;
}

function titleOf(document: JsonObject, log: ImportLog): Json {
  const { title = null, plan_title: planTitle = null } = document;
  if (title !== null && planTitle !== null && title !== planTitle) {
    log.refuse('CONFLICT', '/plan_title', "'title' and 'plan_title' differ; keep one.");
  }
  if (title === null && planTitle !== null) log.from('/title', '/plan_title');
  if (title === null && planTitle === null) {
    log.changed('', "The plan has no title and is called 'Imported plan'.");
    return 'Imported plan';
  }
  return title ?? planTitle;
}

function convertSteps(value: Json | undefined, log: ImportLog): Json {
  if (!Array.isArray(value)) return value ?? [];
  const steps: readonly Json[] = value;
  const seen = new Set<string>();
  let previous: string | null = null;
  return steps.map((step, index) => {
    if (!isMap(step)) return step;
    const { id } = step;
    // A second step of one name is reported as such; chaining it would add a cycle that nobody wrote.
    const isTwin = typeof id === 'string' && seen.has(id);
    const converted = convertStep(step as JsonObject, `/steps/${index}`, isTwin ? null : previous, log);
    if (typeof id === 'string') {
      seen.add(id);
      previous = id;
    }
    return converted;
  });
}

function convertStep(step: JsonObject, pointer: string, previous: string | null, log: ImportLog): JsonObject {
  log.refuseUnknown(step, pointer, stepKeys);
  for (const [key, name] of [
    ['uses', 'tool'],
    ['with', 'inputs'],
    ['timeout', 'timeout_sec'],
  ] as const) {
    log.from(under(pointer, key), under(pointer, name));
  }
  const copied = Object.fromEntries(
    ['id', 'title', 'risk'].flatMap((key) =>
      step[key] === undefined || step[key] === null ? [] : [[key, step[key]]],
    ),
  );
  const { tool = null, inputs = null } = step;
  return {
    ...copied,
    ...(tool === null ? {} : { uses: tool }),
    ...(inputs === null ? {} : { with: inputs }),
    ...needsOf(step, pointer, previous, log),
    timeout: timeoutOf(step, pointer, log),
    ...convertConditions(step, pointer, log),
  };
}

/** Steps of this format run one after the other; a plan says so by `needs`. */
function needsOf(step: JsonObject, pointer: string, previous: string | null, log: ImportLog): JsonObject {
  const given = step['needs'] ?? null;
  if (given !== null) return { needs: given };
  if (previous === null) return {};
  log.changed(pointer, `The step follows '${previous}' in the list and now needs it.`);
  return { needs: [previous] };
}

function timeoutOf(step: JsonObject, pointer: string, log: ImportLog): Json {
  const seconds = step['timeout_sec'] ?? null;
  if (seconds === null) {
    log.changed(pointer, `The step has no timeout_sec and gets ${defaultTimeoutSeconds} s.`);
    return defaultTimeoutSeconds;
  }
  if (typeof seconds === 'number' && seconds >= 1 && seconds <= longestTimeoutSeconds) return seconds;
  const code = typeof seconds === 'number' ? 'OUT_OF_RANGE' : 'WRONG_TYPE';
  log.refuse(code, under(pointer, 'timeout_sec'), `Expected 1 to ${longestTimeoutSeconds} seconds.`);
  return defaultTimeoutSeconds;
}
