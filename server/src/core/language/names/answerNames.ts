import type { TextPosition, TextRange } from '#protocol/language/service';
import type { Understanding } from '../understanding';
import type { NamedPlace } from './namedPlace';
import { namedPlaces } from './namedPlaces';

/** The place that names something and holds the position; `null` when there is none. */
export function namedPlaceAt(understood: Understanding, position: TextPosition): NamedPlace | null {
  return groupAt(understood, position)?.named ?? null;
}

/** Where that is defined which the position names. */
export function nameDefinition(understood: Understanding, position: TextPosition): TextRange | null {
  const { named, places } = groupAt(understood, position) ?? {};
  return places?.find(({ id, isDefinition }) => isDefinition && id === named?.id)?.range ?? null;
}

/** Every place that names what the position names. */
export function nameReferences(
  understood: Understanding,
  position: TextPosition,
  includeDeclaration: boolean,
): TextRange[] {
  const { named, places = [] } = groupAt(understood, position) ?? {};
  return places
    .filter(({ id, isDefinition }) => id === named?.id && (includeDeclaration || !isDefinition))
    .map(({ range }) => range);
}

/** The name at a position with all places of its kind. */
export interface NameGroup {
  readonly named: NamedPlace;
  readonly places: readonly NamedPlace[];
  readonly isWhole: boolean;
}

/** The group of names that one at the position belongs to. */
export function groupAt(understood: Understanding, position: TextPosition): NameGroup | null {
  for (const { places, isWhole } of namedPlaces(understood)) {
    const named = places.find(({ range }) => holds(range, position));
    if (named !== undefined) return { named, places, isWhole };
  }
  return null;
}

function holds({ start, end }: TextRange, { line, character }: TextPosition): boolean {
  return (
    line === start.line && line === end.line && character >= start.character && character <= end.character
  );
}
