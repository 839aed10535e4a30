import type { TextRange } from '#protocol/language/service';

/** What a name in a document stands for. */
export type NameKind = 'step' | 'node' | 'rule' | 'variable' | 'anchor';

/** One place in a document that names something; equal kind and id mean the same thing. */
export interface NamedPlace {
  readonly kind: NameKind;
  readonly id: string;
  /** As it is written: anchors of one name may be told apart by their id. */
  readonly name: string;
  readonly isDefinition: boolean;
  readonly range: TextRange;
}

/** All places that name things; `isWhole` is false when some cannot be told, so that nothing may be renamed. */
export interface NamedPlaces {
  readonly places: readonly NamedPlace[];
  readonly isWhole: boolean;
}
