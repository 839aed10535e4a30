import type { Json } from '#protocol/json';
import type { Problem } from '#protocol/problem';
import { parseExpression } from '../expression/parseExpression';
import type { ReadDocument } from '../plan/document/readDocument';
import { reportMissing } from '../plan/shape/reportMissing';
import { anyText, argv, jsonObject } from '../plan/shape/values';
import {
  amount,
  flag,
  isMap,
  list,
  map,
  type Reader,
  shownValue,
  text,
  under,
  whole,
} from '../policy/settings/shapes';

/** What is wrong with the form of a playbook (RUN-22): keys, types, conditions, names that stand twice. */
export function playbookProblems(read: ReadDocument): readonly Problem[] {
  const problems: Problem[] = [...read.problems];
  if (read.json === undefined) return problems;
  const report: Parameters<Reader<unknown>>[2] = (code, pointer, message) => {
    const place = code === 'UNKNOWN_KEY' ? read.positions.ofKey(pointer) : read.positions.ofValue(pointer);
    problems.push({ code, path: pointer, ...place, message });
  };
  playbook(read.json, '', report);
  reportMissing(read.json, '', ['name', 'steps'], report);
  reportTwins(read.json, report);
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

const condition: Reader<string> = (value, pointer, report) => {
  if (typeof value === 'boolean') return String(value);
  const read = text(value, pointer, report);
  // A playbook names its variables alone; as names of inputs they read as plans do.
  const parsed = read === undefined ? null : parseExpression(read, wordsIn(read));
  if (parsed === null || 'ast' in parsed) return read;
  const { message, column } = parsed.error;
  report('BAD_EXPRESSION', pointer, `At character ${column} of '${read?.slice(0, 80)}': ${message}.`);
  return undefined;
};

/** The words of a condition that may be variables. */
export function wordsIn(expression: string): readonly string[] {
  return [...new Set(expression.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [])];
}

const command: Reader<unknown> = (value, pointer, report) =>
  Array.isArray(value) ? argv(value, pointer, report) : text(value, pointer, report);

const stepMap = map({
  name: text,
  command,
  condition,
  else: anyText,
  fail_fast: flag,
  timeout_seconds: amount,
  retry_count: whole(0, 99),
});

const step: Reader<unknown> = (value, pointer, report) => {
  const read = stepMap(value, pointer, report);
  reportMissing(value, pointer, ['name', 'command'], report);
  return read;
};

const schema: Reader<string> = (value, pointer, report) => {
  if (value === 'playbook/1') return value;
  const message = `Expected the schema playbook/1 or no such key, found ${shownValue(value)}.`;
  report('OUT_OF_RANGE', pointer, message);
  return undefined;
};

const playbook = map({ schema, name: text, steps: list(step), metadata: jsonObject });

function reportTwins(json: Json, report: Parameters<Reader<unknown>>[2]): void {
  const steps = isMap(json) && Array.isArray(json['steps']) ? (json['steps'] as readonly Json[]) : [];
  const seen = new Set<string>();
  steps.forEach((entry, index) => {
    const name = isMap(entry) ? entry['name'] : undefined;
    if (typeof name !== 'string') return;
    const message = `The name '${name}' is used twice.`;
    if (seen.has(name)) report('DUPLICATE_ID', under(`/steps/${index}`, 'name'), message);
    seen.add(name);
  });
}
