import { type PolicyLayer, type Profile, profiles } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { type ReadDocument, readDocument } from '../plan/document/readDocument';
import { readSettings } from './settings/settingsShape';
import { isMap, type Report, under } from './settings/shapes';

/** A policy file as read. The layer is `null` as soon as anything is wrong: then nothing runs. */
export interface ParsedPolicyFile {
  readonly layer: PolicyLayer | null;
  readonly problems: readonly Problem[];
  /** The profile that the file asks for, `null` if it leaves that open. */
  readonly profile: Profile | null;
}

/** Reads a `policy/1` file in YAML or JSON; every mistake is reported at once, with its line. Never throws. */
export function parsePolicyFile(
  text: string,
  fileName: string,
  layer: 'user' | 'workspace',
): ParsedPolicyFile {
  return understandPolicyFile(readDocument(text), fileName, layer);
}

/** The same for a text that has been read already. */
export function understandPolicyFile(
  document: ReadDocument,
  fileName: string,
  layer: 'user' | 'workspace',
): ParsedPolicyFile {
  const problems: Problem[] = [...document.problems];
  const report = reporterOn(document, problems);
  const { json } = document;
  if (json === undefined || problems.length > 0) return { layer: null, problems, profile: null };
  if (!isMap(json)) {
    report('WRONG_TYPE', '', 'A policy file is a map that starts with schema: policy/1.');
    return { layer: null, problems, profile: null };
  }
  const { schema, profile: named, ...families } = json;
  readSchema(schema, report);
  const profile = readProfile(named, report);
  const settings = readSettings(families, '', report, profile);
  if (problems.length > 0) return { layer: null, problems, profile };
  return {
    layer: { name: layer, file: fileName, settings, lines: linesOf(families, document) },
    problems,
    profile,
  };
}

function reporterOn(document: ReadDocument, problems: Problem[]): Report {
  return (code, pointer, message) => {
    const place =
      code === 'UNKNOWN_KEY' ? document.positions.ofKey(pointer) : document.positions.ofValue(pointer);
    problems.push({ code, path: pointer, ...place, message });
  };
}

function readSchema(schema: unknown, report: Report): void {
  if (schema === undefined)
    report('MISSING_KEY', '/schema', "Expected the key 'schema' with the value policy/1.");
  else if (schema !== 'policy/1') report('OUT_OF_RANGE', '/schema', 'Expected the schema policy/1.');
}

function readProfile(named: unknown, report: Report): Profile | null {
  if (named === undefined) return null;
  const profile = profiles.find((candidate) => candidate === named);
  if (profile === undefined) report('OUT_OF_RANGE', '/profile', `Expected one of ${profiles.join(', ')}.`);
  return profile ?? null;
}

function linesOf(families: unknown, { positions }: ReadDocument): Readonly<Record<string, number>> {
  const lines: Record<string, number> = {};
  const visit = (value: unknown, pointer: string): void => {
    if (pointer !== '') lines[pointer] = positions.ofKey(pointer).line;
    if (typeof value !== 'object' || value === null) return;
    for (const [key, entry] of Object.entries(value)) visit(entry, under(pointer, key));
  };
  visit(families, '');
  return lines;
}
