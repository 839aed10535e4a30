import type { Json } from '#protocol/json';
import type { Step } from '#protocol/plan';
import type { ProblemCode } from '#protocol/problem';
import { namesIn } from '../../expression/expression';
import { parseExpression } from '../../expression/parseExpression';
import type { Reference } from '../../expression/reference';
import { scanReferences } from '../../expression/references';
import { parseTemplate, wholeReference } from '../../expression/template';

/** A reference where a step makes it; pointer and offset start at the step and at the text that holds it. */
export interface ReferenceUse {
  readonly reference: Reference;
  readonly pointer: string;
  readonly offset: number;
  readonly place: 'text' | 'when' | 'while';
}

/** What is wrong with a reference or condition in itself, whatever the rest of the plan is. */
export interface ReferenceNote {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly offset: number | undefined;
  readonly message: string;
}

const known = new WeakMap<Step, readonly (ReferenceUse | ReferenceNote)[]>();

/** Everything a step refers to, and what is no reference, in the order in which it is reported; read once per step. */
export function referenceUses(step: Step): readonly (ReferenceUse | ReferenceNote)[] {
  const found = known.get(step) ?? read(step);
  known.set(step, found);
  return found;
}

function read(step: Step): readonly (ReferenceUse | ReferenceNote)[] {
  return [
    ...inTexts(step.with, '/with'),
    ...inTexts(step.commands, '/commands'),
    ...inLoop(step),
    ...(step.when === null ? [] : inCondition(step, step.when, '/when', 'when')),
  ];
}

function inTexts(json: Json, pointer: string): (ReferenceUse | ReferenceNote)[] {
  const found = scanReferences(json, pointer);
  return [
    ...found.faults.map((fault) => ({
      code: 'BAD_REFERENCE' as const,
      pointer: fault.pointer,
      offset: fault.offset,
      message: `No reference begins here: ${fault.message}. Write '$\${' for a plain '\${'.`,
    })),
    ...found.references.map((reference) => ({
      reference,
      pointer: reference.pointer,
      offset: offsetOf(json, reference.pointer, pointer, reference.text),
      place: 'text' as const,
    })),
  ];
}

function inLoop(step: Step): (ReferenceUse | ReferenceNote)[] {
  const { items = null, while: condition = null } = step.loop ?? {};
  const found: (ReferenceUse | ReferenceNote)[] = [];
  if (items !== null) {
    found.push(...inTexts(items, '/loop/items'));
    if (wholeReference(parseTemplate(items)) === null) {
      const message = 'The items of a loop are one reference to a list, such as an input.';
      found.push({ code: 'BAD_REFERENCE', pointer: '/loop/items', offset: undefined, message });
    }
  }
  if (condition !== null) found.push(...inCondition(step, condition, '/loop/while', 'while'));
  return found;
}

function inCondition(
  step: Step,
  text: string,
  pointer: string,
  place: 'when' | 'while',
): (ReferenceUse | ReferenceNote)[] {
  const parsed = parseExpression(text, step.loop ? [step.loop.as] : []);
  if ('ast' in parsed) {
    return namesIn(parsed.ast).map(({ reference, column }) => ({
      reference,
      pointer,
      offset: column - 1,
      place,
    }));
  }
  const { message, column } = parsed.error;
  const said = `At character ${column} of '${text.slice(0, 80)}': ${message}.`;
  return [{ code: 'BAD_EXPRESSION', pointer, offset: column - 1, message: said }];
}

/** Where in its string the reference stands; 0 when it cannot be told. */
function offsetOf(json: Json, pointer: string, base: string, text: string): number {
  let value: Json | undefined = json;
  for (const segment of pointer.slice(base.length).split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return 0;
    value = (value as Record<string, Json>)[segment.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return typeof value === 'string' ? Math.max(0, value.indexOf(text)) : 0;
}
