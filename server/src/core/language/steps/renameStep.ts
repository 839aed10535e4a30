import type { LanguageFacts, TextEdit, TextPosition, TextRange } from '#protocol/language/service';
import { stepIdPattern } from '#protocol/methods/ids';
import type { Understanding } from '../understanding';
import { say } from '../words';
import { type StepPlace, stepPlaces } from './stepPlaces';

/** The place that names a step and holds the position; `null` when there is none. */
export function stepPlaceAt(understood: Understanding, position: TextPosition): StepPlace | null {
  return stepPlaces(understood).places.find(({ range }) => holds(range, position)) ?? null;
}

/** Where the step is defined that the position names. */
export function stepDefinition(understood: Understanding, position: TextPosition): TextRange | null {
  const { places } = stepPlaces(understood);
  const named = places.find(({ range }) => holds(range, position));
  return places.find(({ id, isDefinition }) => isDefinition && id === named?.id)?.range ?? null;
}

/** Every place that names the step that the position names. */
export function stepReferences(
  understood: Understanding,
  position: TextPosition,
  includeDeclaration: boolean,
): TextRange[] {
  const { places } = stepPlaces(understood);
  const named = places.find(({ range }) => holds(range, position));
  return places
    .filter(({ id, isDefinition }) => id === named?.id && (includeDeclaration || !isDefinition))
    .map(({ range }) => range);
}

/** Gives a step another name everywhere at once, or says why that name cannot be. */
export function renameStep(
  understood: Understanding,
  position: TextPosition,
  name: string,
  locale: LanguageFacts['locale'],
): TextEdit[] | { readonly refused: string } {
  const { places, isWhole } = stepPlaces(understood);
  const named = places.find(({ range }) => holds(range, position));
  if (named === undefined) return { refused: say(locale, 'notAStep') };
  if (!stepIdPattern.test(name)) return { refused: say(locale, 'badId', { name }) };
  if (otherTypes.test(name)) return { refused: say(locale, 'otherType', { name }) };
  const ids = places.filter(({ isDefinition }) => isDefinition).map(({ id }) => id);
  if (name !== named.id && ids.includes(name)) return { refused: say(locale, 'takenId', { name }) };
  if (!isWhole || ids.filter((id) => id === named.id).length !== 1)
    return { refused: say(locale, 'unclear') };
  return places.filter(({ id }) => id === named.id).map(({ range }) => ({ range, newText: name }));
}

/** Words that are no text in YAML. */
const otherTypes = /^(?:null|true|false)$/i;

function holds({ start, end }: TextRange, { line, character }: TextPosition): boolean {
  return (
    line === start.line && line === end.line && character >= start.character && character <= end.character
  );
}
