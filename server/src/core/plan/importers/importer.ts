import type { JsonObject } from '#protocol/json';
import type { PlanFormat } from '#protocol/planDocument';
import type { Profile } from '#protocol/policy';
import type { ProblemCode } from '#protocol/problem';

/** A remark or mistake with the pointer into the document as it was written. */
export interface ImportNote {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly message: string;
}

/** A foreign document as a `plan/1` document. */
export interface Imported {
  readonly document: JsonObject;
  /** Everything that the import changed or added. */
  readonly warnings: readonly ImportNote[];
  readonly problems: readonly ImportNote[];
  /** By pointer into `document`: the pointer in the text that it came from. */
  readonly origins: ReadonlyMap<string, string>;
  /** By key of `plan/1`: what the foreign document calls it, for messages. */
  readonly names: Readonly<Record<string, string>>;
}

/** One foreign format: how it is told by its keys, and what it means as a plan. */
export interface Importer {
  readonly format: PlanFormat;
  detects(document: JsonObject): boolean;
  convert(document: JsonObject, options: { readonly profile: Profile }): Imported;
}
