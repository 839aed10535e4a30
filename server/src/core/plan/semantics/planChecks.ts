import type { ProblemCode } from '#protocol/problem';
import type { PlacedStep, PlanDraft } from '../shape/readPlan';
import { checkGraph } from './checkGraph';
import { checkStepReferences, referenceContext } from './checkReferences';
import { checkFallback, checkStep, checkStepList, type StepNames, stepNames } from './checkSteps';
import type { PlanReport } from './planReport';
import { changedNames, looksBeyond } from './planShape';
import type { ReferenceContext } from './referenceFault';
import type { ToolCatalog } from './toolCatalog';

/** What the checks of a plan as a whole look at. */
export interface CheckedPlan {
  readonly draft: PlanDraft;
  readonly tools: ToolCatalog;
  readonly envAllow: readonly string[] | null;
}

/**
 * Checks plans as a whole, one after the other: what cannot have changed since the last one is not checked again. Each
 * answer is what a first check of that plan would say.
 */
export class PlanChecks {
  #last: { readonly plan: CheckedPlan; readonly found: Found } | null = null;

  /** Reports everything that is wrong with a plan beyond the shape of its parts. */
  check(plan: CheckedPlan, report: PlanReport): void {
    const found = this.#check(plan);
    this.#last = { plan, found };
    for (const notes of found.list) replay(notes, report);
    for (const notes of found.steps) replay(notes, report);
    for (const notes of found.order) replay(notes, report);
    for (const notes of found.references) replay(notes, report);
  }

  #check(plan: CheckedPlan): Found {
    const { draft, tools, envAllow } = plan;
    const last = this.#last;
    const isComparable = last?.plan.tools === tools && last.plan.envAllow === envAllow;
    const changed = last !== null && isComparable ? changedNames(last.plan.draft, draft) : null;
    if (last === null || changed === null) return checkSteps(plan, checkWhole(plan), () => null);
    const before = last.plan.draft.steps;
    return checkSteps(plan, changed.size === 0 ? last.found : checkWhole(plan), (kind, { step }, index) => {
      const notes = last.found[kind][index];
      if (notes === undefined || before[index]?.step !== step) return null;
      // What is said of a name that there is not may depend on every name that there is.
      const isKept = changed.size === 0 || (notes.length === 0 && !looksBeyond(step, changed));
      return isKept ? notes : null;
    });
  }
}

interface Note {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly message: string;
  readonly offset: number | undefined;
}

type Notes = readonly Note[];

/** What is found by looking at all steps together. */
interface WholeFound {
  readonly list: readonly Notes[];
  readonly order: readonly Notes[];
  names(): StepNames;
  context(): ReferenceContext;
}

/** With what is found in each step, in the order of the steps. */
interface Found extends WholeFound {
  readonly steps: readonly Notes[];
  readonly references: readonly Notes[];
}

type Keep = (kind: 'steps' | 'references', placed: PlacedStep, index: number) => Notes | null;

function checkWhole({ draft, envAllow }: CheckedPlan): WholeFound {
  const names = once(() => stepNames(draft));
  return {
    list: [noted((report) => checkStepList(draft, names(), report))],
    order: [
      noted((report) => checkFallback(draft, names(), report)),
      noted((report) => checkGraph(draft, report)),
    ],
    names,
    context: once(() => referenceContext(draft, names(), envAllow)),
  };
}

function checkSteps({ draft, tools }: CheckedPlan, whole: WholeFound, keep: Keep): Found {
  const { list, order, names, context } = whole;
  return {
    list,
    order,
    names,
    context,
    steps: draft.steps.map(
      (placed, index) =>
        keep('steps', placed, index) ?? noted((report) => checkStep(placed, names(), tools, report)),
    ),
    references: draft.steps.map(
      (placed, index) =>
        keep('references', placed, index) ??
        noted((report) => checkStepReferences(placed, context(), report)),
    ),
  };
}

const none: Notes = [];

function noted(check: (report: PlanReport) => void): Notes {
  let notes: Note[] | undefined;
  check((code, pointer, message, offset) => {
    notes ??= [];
    notes.push({ code, pointer, message, offset });
  });
  return notes ?? none;
}

function replay(notes: Notes, report: PlanReport): void {
  for (const { code, pointer, message, offset } of notes) report(code, pointer, message, offset);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
