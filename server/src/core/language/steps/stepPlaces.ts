import { isScalar } from 'yaml';
import type { TextRange } from '#protocol/language/service';
import { type ReferenceUse, referenceUses } from '../../plan/semantics/referenceUses';
import type { PlacedStep } from '../../plan/shape/readPlan';
import { offsetsOf, rangeWithin, type TextTree } from '../text/textTree';
import type { Understanding } from '../understanding';
import { scalarOffsets } from './scalarOffsets';

/** One place in a document that names a step. */
export interface StepPlace {
  readonly id: string;
  readonly isDefinition: boolean;
  readonly range: TextRange;
}

/** All places that name steps; `isWhole` is false when some cannot be told, so that nothing may be renamed. */
export interface StepPlaces {
  readonly places: readonly StepPlace[];
  readonly isWhole: boolean;
}

/** Finds every place that names a step: ids, needs, targets, references in texts and conditions. */
export function stepPlaces({ plan, tree }: Understanding): StepPlaces {
  const draft = plan?.draft;
  if (!draft || (plan.format !== 'plan' && plan.format !== 'plan_json'))
    return { places: [], isWhole: false };
  const finder = new Finder(tree, plan.format === 'plan_json');
  for (const placed of draft.steps) finder.step(placed);
  const fallback = draft.plan.policy.reliability?.on_error?.target ?? null;
  if (fallback !== null) finder.word('/policy/reliability/on_error/target', fallback);
  return { places: finder.places, isWhole: finder.isWhole };
}

class Finder {
  readonly places: StepPlace[] = [];
  isWhole = true;
  readonly #tree: TextTree;
  readonly #isForeign: boolean;

  constructor(tree: TextTree, isForeign: boolean) {
    this.#tree = tree;
    this.#isForeign = isForeign;
  }

  step({ step, pointer, onErrorPointer }: PlacedStep): void {
    if (step.id !== '') this.word(`${pointer}/id`, step.id, 0, true);
    this.#needs(pointer);
    if (step.else.action === 'goto') this.#goto(`${pointer}/else`, step.else.target);
    const target = step.on_error?.target ?? null;
    if (target !== null) this.word(`${onErrorPointer}/target`, target);
    this.#references(pointer, referenceUses(step));
  }

  /** A scalar that is a name, or holds one at an offset of its value. */
  word(pointer: string, id: string, offset = 0, isDefinition = false): void {
    const range = this.#rangeOf(pointer, id, offset);
    if (range === null) this.isWhole = false;
    else this.places.push({ id, isDefinition, range });
  }

  #rangeOf(pointer: string, id: string, offset: number): TextRange | null {
    const placed = this.#tree.at(pointer);
    const { node } = placed ?? {};
    if (!placed || !isScalar(node) || typeof node.value !== 'string') return null;
    const [start, end] = offsetsOf(node);
    const offsets = scalarOffsets(placed.text.slice(start, end), node.value);
    const first = offsets?.[offset];
    const last = offsets?.[offset + id.length - 1];
    if (first === undefined || last === undefined) return null;
    const isSame = placed.text.slice(start + first, start + last + 1) === id;
    return isSame ? rangeWithin(placed, start + first, start + last + 1) : null;
  }

  /** As written: a step's `needs` hold each name once, and an importer may have added some. */
  #needs(pointer: string): void {
    for (let index = 0; ; index += 1) {
      const at = this.#tree.at(`${pointer}/needs/${index}`);
      if (at === null) return;
      if (isScalar(at.node) && typeof at.node.value === 'string')
        this.word(`${pointer}/needs/${index}`, at.node.value);
    }
  }

  #goto(pointer: string, target: string): void {
    const { node } = this.#tree.at(pointer) ?? {};
    const value = isScalar(node) && typeof node.value === 'string' ? node.value : '';
    this.word(pointer, target, value.indexOf(target, 'goto:'.length));
  }

  #references(pointer: string, found: ReturnType<typeof referenceUses>): void {
    const texts = new Map<string, ReferenceUse[]>();
    for (const use of found) {
      if (!('reference' in use)) {
        this.isWhole = false;
        continue;
      }
      const { root, path } = use.reference;
      if (root !== 'steps' && root !== 'joins') continue;
      if (use.place === 'text') texts.set(use.pointer, [...(texts.get(use.pointer) ?? []), use]);
      else this.word(pointer + use.pointer, String(path[0]), use.offset + nameOffset(use.reference.text));
    }
    for (const [place, uses] of texts) this.#text(pointer + this.#written(place), uses);
  }

  #text(pointer: string, uses: readonly ReferenceUse[]): void {
    const { node } = this.#tree.at(pointer) ?? {};
    const value = isScalar(node) && typeof node.value === 'string' ? node.value : '';
    const names = [...value.matchAll(referenceForm)];
    const isSame =
      names.length === uses.length &&
      names.every((name, index) => (name[2] ?? name[3]) === String(uses[index]?.reference.path[0]));
    if (!isSame) this.isWhole = false;
    for (const name of isSame ? names : []) {
      const id = name[2] ?? name[3] ?? '';
      this.word(
        pointer,
        id,
        name.index + (name[1] ?? '').length + nameOffset(name[0].slice((name[1] ?? '').length)),
      );
    }
  }

  /** The pointer as a foreign document has it. */
  #written(pointer: string): string {
    return this.#isForeign ? pointer.replace(/^\/with\b/, '/inputs') : pointer;
  }
}

const referenceForm = /((?<!\$)\$\{ *)(?:steps|joins)(?:\.([A-Za-z0-9_-]+)|\[["']([^"'\\]+)["']\])/g;

/** How far behind `steps.` or `steps["` the name begins. */
function nameOffset(text: string): number {
  return /^(?:steps|joins)(?:\.|\[["'])/.exec(text)?.[0].length ?? 0;
}
