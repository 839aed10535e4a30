import { type ReferenceUse, referenceUses } from '../../plan/semantics/referenceUses';
import type { PlacedStep, PlanDraft } from '../../plan/shape/readPlan';
import type { TextTree } from '../text/textTree';
import type { NamedPlaces } from './namedPlace';
import { type NameInText, PlaceFinder } from './placeFinder';
import { routeUses } from './routeUses';

/** Finds every place of a plan that names a step: ids, needs, targets, references in texts and conditions. */
export function stepPlaces(draft: PlanDraft, tree: TextTree, isForeign: boolean): NamedPlaces {
  const finder = new StepFinder(tree, isForeign);
  const ids = new Set(draft.plan.steps.map(({ id }) => id));
  for (const placed of draft.steps) finder.step(placed, ids);
  const fallback = draft.plan.policy.reliability?.on_error?.target ?? null;
  if (fallback !== null) finder.places.word('/policy/reliability/on_error/target', fallback);
  return finder.places.found;
}

class StepFinder {
  readonly places: PlaceFinder;
  readonly #isForeign: boolean;

  constructor(tree: TextTree, isForeign: boolean) {
    this.places = new PlaceFinder(tree, 'step');
    this.#isForeign = isForeign;
  }

  step({ step, pointer, onErrorPointer }: PlacedStep, ids: ReadonlySet<string>): void {
    if (step.id !== '') this.places.word(`${pointer}/id`, step.id, 0, true);
    this.#needs(pointer);
    if (step.else.action === 'goto') this.#goto(`${pointer}/else`, step.else.target);
    const target = step.on_error?.target ?? null;
    if (target !== null) this.places.word(`${onErrorPointer}/target`, target);
    this.#references(pointer, referenceUses(step));
    const routes = routeUses(step.uses, step.with).filter(({ name }) => ids.has(name));
    this.places.routes(routes, pointer + this.#written('/with'));
  }

  /** As written: a step's `needs` hold each name once, and an importer may have added some. */
  #needs(pointer: string): void {
    for (let index = 0; this.places.has(`${pointer}/needs/${index}`); index += 1) {
      const name = this.places.textAt(`${pointer}/needs/${index}`);
      if (name !== null) this.places.word(`${pointer}/needs/${index}`, name);
    }
  }

  #goto(pointer: string, target: string): void {
    const value = this.places.textAt(pointer) ?? '';
    this.places.word(pointer, target, value.indexOf(target, 'goto:'.length));
  }

  #references(pointer: string, found: ReturnType<typeof referenceUses>): void {
    const texts = new Map<string, ReferenceUse[]>();
    for (const use of found) {
      if (!('reference' in use)) {
        this.places.lose();
        continue;
      }
      const { root, text } = use.reference;
      if (root !== 'steps' && root !== 'joins') continue;
      if (use.place === 'text') texts.set(use.pointer, [...(texts.get(use.pointer) ?? []), use]);
      else this.places.text(pointer + use.pointer, namesInReference(text, use.offset));
    }
    for (const [place, uses] of texts) this.#text(pointer + this.#written(place), uses);
  }

  #text(pointer: string, uses: readonly ReferenceUse[]): void {
    const written = [...(this.places.textAt(pointer) ?? '').matchAll(referenceForm)].map(
      ({ 0: whole, 1: lead = '', index }) => namesInReference(whole.slice(lead.length), index + lead.length),
    );
    const isSame =
      written.length === uses.length &&
      written.every(([first], index) => first?.name === String(uses[index]?.reference.path[0]));
    if (!isSame) this.places.lose();
    else for (const names of written) this.places.text(pointer, names);
  }

  /** The pointer as a foreign document has it. */
  #written(pointer: string): string {
    return this.#isForeign ? pointer.replace(/^\/with\b/, '/inputs') : pointer;
  }
}

const referenceForm =
  /((?<!\$)\$\{ *)(?:steps|joins)(?:\.[A-Za-z0-9_-]+|\[["'][^"'\\]+["']\])(?:\.[A-Za-z0-9_-]+|\[["'][^"'\\]+["']\])?/g;

/** The step that a reference is about; of a join also the one whose output is meant. */
function namesInReference(text: string, offset: number): readonly NameInText[] {
  const names = [...text.matchAll(/\.([A-Za-z0-9_-]+)|\[["']([^"'\\]+)["']\]/g)].map(
    ({ 0: whole, 1: plain, 2: quoted, index }) => ({
      name: plain ?? quoted ?? '',
      offset: offset + index + (whole.startsWith('.') ? 1 : 2),
    }),
  );
  return names.slice(0, text.startsWith('joins') ? 2 : 1);
}
