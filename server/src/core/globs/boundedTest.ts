import type { Expression } from './expression';

/** One step of a machine that walks over a text. */
type Step =
  | { readonly does: 'character'; readonly fits: (code: number) => boolean }
  | { does: 'split'; readonly first: number; second: number }
  | { does: 'jump'; to: number }
  | { readonly does: 'edge'; readonly at: 'start' | 'end' }
  | { readonly does: 'look'; readonly isNegated: boolean; after: number }
  | { readonly does: 'accept' };

/** Expressions of more steps are refused: a test would need too much memory. */
const mostSteps = 50_000;

/**
 * A test whose time and memory grow with the product of the lengths of expression and text, whatever they are: no step
 * is taken twice at the same place. `null` for an expression that is too large.
 */
export function boundedTest(
  expression: Expression,
  ignoresCase: boolean,
): ((text: string) => boolean) | null {
  const steps: Step[] = [];
  const isWhole = addSteps(steps, expression, ignoresCase);
  steps.push({ does: 'accept' });
  return isWhole ? (text) => reaches({ steps, text, looked: new Map() }, 0, 0) : null;
}

function addSteps(steps: Step[], expression: Expression, ignoresCase: boolean): boolean {
  if (steps.length > mostSteps) return false;
  switch (expression.is) {
    case 'character':
      steps.push({ does: 'character', fits: characterTest(expression.source, ignoresCase) });
      return true;
    case 'edge':
      steps.push({ does: 'edge', at: expression.at });
      return true;
    case 'sequence':
      return expression.parts.every((part) => addSteps(steps, part, ignoresCase));
    case 'choice':
      return addChoice(steps, expression.parts, ignoresCase);
    case 'look': {
      const look = { does: 'look', isNegated: expression.isNegated, after: 0 } satisfies Step;
      steps.push(look);
      const isWhole = addSteps(steps, expression.part, ignoresCase);
      steps.push({ does: 'accept' });
      look.after = steps.length;
      return isWhole;
    }
    case 'repeat':
      return addRepeat(steps, expression, ignoresCase);
    default:
      return expression satisfies never;
  }
}

function addChoice(steps: Step[], parts: readonly Expression[], ignoresCase: boolean): boolean {
  const jumps: Extract<Step, { does: 'jump' }>[] = [];
  for (const [index, part] of parts.entries()) {
    const split = { does: 'split', first: steps.length + 1, second: 0 } satisfies Step;
    const isLast = index === parts.length - 1;
    if (!isLast) steps.push(split);
    if (!addSteps(steps, part, ignoresCase)) return false;
    if (isLast) break;
    const jump = { does: 'jump', to: 0 } satisfies Step;
    jumps.push(jump);
    steps.push(jump);
    split.second = steps.length;
  }
  for (const jump of jumps) jump.to = steps.length;
  return true;
}

function addRepeat(
  steps: Step[],
  { part, least, most }: Extract<Expression, { is: 'repeat' }>,
  ignoresCase: boolean,
): boolean {
  for (let time = 0; time < least; time += 1) if (!addSteps(steps, part, ignoresCase)) return false;
  const splits: Extract<Step, { does: 'split' }>[] = [];
  const times = most === Number.POSITIVE_INFINITY ? 1 : most - least;
  for (let time = 0; time < times; time += 1) {
    const split = { does: 'split', first: steps.length + 1, second: 0 } satisfies Step;
    const from = steps.length;
    splits.push(split);
    steps.push(split);
    if (!addSteps(steps, part, ignoresCase)) return false;
    if (most === Number.POSITIVE_INFINITY) steps.push({ does: 'jump', to: from });
  }
  for (const split of splits) split.second = steps.length;
  return true;
}

/** The engine itself says which characters a class holds, so that case is folded as it folds it. */
function characterTest(source: string, ignoresCase: boolean): (code: number) => boolean {
  const expression = new RegExp(`^${source}$`, ignoresCase ? 'i' : '');
  const known = new Map<number, boolean>();
  return (code) => {
    const remembered = known.get(code);
    if (remembered !== undefined) return remembered;
    const fits = expression.test(String.fromCharCode(code));
    known.set(code, fits);
    return fits;
  };
}

/** One walk over one text. */
interface Walk {
  readonly steps: readonly Step[];
  readonly text: string;
  /** What was found by looking ahead from a step at a place. */
  readonly looked: Map<number, boolean>;
}

/** Whether an accepting step is reached from a step at a place of the text. */
function reaches(walk: Walk, from: number, start: number): boolean {
  const width = walk.text.length + 1;
  const seen = new Seen();
  const open = [from, start];
  while (open.length > 0) {
    const place = open.pop() ?? 0;
    const number = open.pop() ?? 0;
    if (!seen.add(number * width + place)) continue;
    const step = walk.steps[number];
    if (step?.does === 'accept') return true;
    if (step !== undefined) advance(walk, step, [number, place], open);
  }
  return false;
}

/** Opens the steps and places to which a step leads. */
function advance(walk: Walk, step: Step, [number, place]: readonly [number, number], open: number[]): void {
  const { text } = walk;
  switch (step.does) {
    case 'accept':
      return;
    case 'character':
      if (place < text.length && step.fits(text.charCodeAt(place))) open.push(number + 1, place + 1);
      return;
    case 'split':
      open.push(step.second, place, step.first, place);
      return;
    case 'jump':
      open.push(step.to, place);
      return;
    case 'edge':
      if (place === (step.at === 'start' ? 0 : text.length)) open.push(number + 1, place);
      return;
    case 'look':
      if (looksAt(walk, number, place) !== step.isNegated) open.push(step.after, place);
      return;
    default:
      step satisfies never;
  }
}

function looksAt(walk: Walk, number: number, place: number): boolean {
  const key = number * (walk.text.length + 1) + place;
  const known = walk.looked.get(key);
  if (known !== undefined) return known;
  const found = reaches(walk, number + 1, place);
  walk.looked.set(key, found);
  return found;
}

const blockBits = 1 << 16;

/** Which numbers were there; room is taken only for the blocks in which some are. */
class Seen {
  readonly #blocks = new Map<number, Uint8Array>();

  /** Whether the number is new. */
  add(number: number): boolean {
    const block = Math.floor(number / blockBits);
    let bits = this.#blocks.get(block);
    if (bits === undefined) {
      bits = new Uint8Array(blockBits / 8);
      this.#blocks.set(block, bits);
    }
    const bit = number % blockBits;
    const mask = 1 << (bit & 7);
    const byte = bits[bit >> 3] ?? 0;
    bits[bit >> 3] = byte | mask;
    return (byte & mask) === 0;
  }
}
