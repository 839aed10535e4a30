import type { Json, JsonObject } from '#protocol/json';
import type { Plan, Step } from '#protocol/plan';
import type { PlanFormat } from '#protocol/plan/planDocument';
import type { Profile } from '#protocol/policy';
import type { Problem, ProblemCode } from '#protocol/problem';
import { isMap } from '../policy/settings/shapes';
import { defaultFaults } from './checkInputs';
import type { Places, Position } from './document/positions';
import { type ReadDocument, readDocument } from './document/readDocument';
import type { Imported, ImportNote } from './importers/importer';
import { importers } from './importers/importers';
import { PlanChecks } from './semantics/planChecks';
import type { PlanReport } from './semantics/planReport';
import type { ToolCatalog } from './semantics/toolCatalog';
import { type PlanDraft, readPlan } from './shape/readPlan';

export interface ParsePlanOptions {
  readonly fileName: string;
  readonly tools: ToolCatalog;
  readonly defaultProfile?: Profile;
  readonly defaultSlot?: string;
  /** Names that `${env.N}` may use; left out, that is judged when the step runs. */
  readonly envAllow?: readonly string[];
  /** Given again and again for the versions of one text, so that only what has changed is checked. */
  readonly checks?: PlanChecks;
}

/** A text understood as a plan, or all that is wrong with it. */
export interface ParsedPlan {
  /** `null` when there is any problem. */
  readonly plan: Plan | null;
  readonly problems: readonly Problem[];
  /** What an importer changed; never a reason to refuse. */
  readonly warnings: readonly Problem[];
  readonly format: PlanFormat;
  /** The version that an imported document names for itself. */
  readonly version: number | null;
  /** What could be read of a text with problems; the places of its steps are those of `plan/1`. */
  readonly draft: PlanDraft | null;
  /** The pointer into the text of what a pointer into the plan as `plan/1` names. */
  originOf(pointer: string): string;
  /** Where the value of a JSON pointer into `plan/1` stands in the text; for a missing one, its nearest parent. */
  lineOf(pointer: string): Position;
}

/** Most problems that one answer lists. */
const mostProblems = 1000;

/**
 * Reads YAML or JSON text as a plan: `plan/1` or any format that an importer knows. Reports every mistake at once
 * and never throws, whatever the text.
 */
export function parsePlan(text: string, options: ParsePlanOptions): ParsedPlan {
  return understandPlan(readDocument(text), options);
}

/** The same for a text that has been read already; equal parts of it, by identity, are not read again. */
export function understandPlan(read: ReadDocument, options: ParsePlanOptions): ParsedPlan {
  if (read.json === undefined) {
    const nothing = { plan: null, warnings: [], format: 'unknown', version: null, draft: null } as const;
    return { ...nothing, problems: read.problems, ...waysBack(noOrigins, read.positions) };
  }
  const found = collect(read.positions);
  const { draft, format, version, warnings, origins } = understand(read.json, options, found.report);
  const problems = [...[...read.problems, ...found.problems].sort(byPlace), ...found.rest()];
  return {
    plan: problems.length === 0 ? (draft?.plan ?? null) : null,
    problems,
    warnings: placed(warnings, read.positions),
    format,
    version,
    draft,
    ...waysBack(origins, read.positions),
  };
}

const noOrigins: ReadonlyMap<string, string> = new Map();

function waysBack(
  origins: ReadonlyMap<string, string>,
  positions: Places,
): Pick<ParsedPlan, 'originOf' | 'lineOf'> {
  const back = (pointer: string) => (origins.size === 0 ? pointer : originOf(pointer, origins));
  return { originOf: back, lineOf: (pointer) => positions.ofValue(back(pointer)) };
}

/** The format of a document, by its keys alone. */
export function planFormat(json: Json | undefined): PlanFormat {
  return json === undefined ? 'unknown' : (importerOf(json)?.format ?? 'plan');
}

interface Understood {
  readonly draft: PlanDraft | null;
  readonly format: PlanFormat;
  readonly version: number | null;
  readonly warnings: readonly ImportNote[];
  readonly origins: ReadonlyMap<string, string>;
}

function understand(json: Json, options: ParsePlanOptions, report: PlanReport): Understood {
  const importer = importerOf(json, options.fileName);
  const profile = options.defaultProfile ?? 'standard';
  if (!importer) {
    const draft = readWhole(json, options, report);
    return { draft, format: 'plan', version: null, warnings: [], origins: noOrigins };
  }
  const imported = importer.convert(json as JsonObject, { profile });
  for (const note of imported.problems) report(note.code, note.pointer, note.message);
  const draft = readWhole(imported.document, options, inForeignWords(imported, report));
  const { version, warnings, origins } = imported;
  return { draft, format: importer.format, version, warnings, origins };
}

function importerOf(json: Json, fileName = '') {
  if (!isMap(json)) return undefined;
  const document = json as JsonObject;
  return (
    importers.find((candidate) => candidate.detects(document)) ??
    importers.find((candidate) => candidate.isNamed?.(fileName, document))
  );
}

function readWhole(document: Json, options: ParsePlanOptions, report: PlanReport): PlanDraft | null {
  const draft = readPlan(
    document,
    { defaultProfile: options.defaultProfile ?? 'standard', defaultSlot: options.defaultSlot },
    report,
  );
  if (!draft) return null;
  for (const fault of defaultFaults(draft.plan.inputs, '/inputs')) {
    report(fault.code, fault.pointer, fault.message);
  }
  const checks = options.checks ?? new PlanChecks();
  checks.check({ draft, tools: options.tools, envAllow: options.envAllow ?? null }, report);
  const steps = draft.plan.steps.map((step) => named(step, options.tools));
  return { plan: { ...draft.plan, steps }, steps: draft.steps };
}

/** The step by its tool's own name; the very step when that is how it is written. */
function named(step: Step, tools: ToolCatalog): Step {
  const name = tools.resolve(step.uses) ?? step.uses;
  return name === step.uses ? step : { ...step, uses: name };
}

/** Says problems of a converted document at the place and by the keys of the one that was written. */
function inForeignWords(imported: Imported, report: PlanReport): PlanReport {
  return (code, pointer, message) => {
    const words = message.replace(/^(Expected the key )'([a-z_]+)'/, (whole, start: string, key: string) => {
      const name = imported.names[key];
      return name === undefined ? whole : `${start}'${name}'`;
    });
    // Offsets count in the converted text, which is not what stands in the file.
    report(code, originOf(pointer, imported.origins), words);
  };
}

function originOf(pointer: string, origins: ReadonlyMap<string, string>): string {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const origin = origins.get(pointer.slice(0, end));
    if (origin !== undefined) return origin + pointer.slice(end);
  }
  return pointer;
}

interface Collected {
  readonly report: PlanReport;
  readonly problems: readonly Problem[];
  /** One last problem that tells how many more there are. */
  rest(): readonly Problem[];
}

function collect(positions: Places): Collected {
  const problems: Problem[] = [];
  let left = 0;
  const report: PlanReport = (code, pointer, message, offset) => {
    if (problems.length >= mostProblems) left += 1;
    else problems.push({ code, path: pointer, ...placeOf(code, pointer, offset, positions), message });
  };
  const rest = (): Problem[] => {
    const message = `${left} more problems are not listed.`;
    return left === 0 ? [] : [{ code: 'SYNTAX', path: '', line: 1, column: 1, message }];
  };
  return { report, problems, rest };
}

function placeOf(
  code: ProblemCode,
  pointer: string,
  offset: number | undefined,
  positions: Places,
): Position {
  if (code === 'UNKNOWN_KEY') return positions.ofKey(pointer);
  return offset === undefined ? positions.ofValue(pointer) : positions.within(pointer, offset);
}

function placed(notes: readonly ImportNote[], positions: Places): readonly Problem[] {
  return notes.map(({ code, pointer, message }) => ({
    code,
    path: pointer,
    ...positions.ofValue(pointer),
    message,
  }));
}

function byPlace(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}
