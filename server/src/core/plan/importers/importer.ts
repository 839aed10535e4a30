import type { JsonObject } from '#protocol/json';
import type { PlanFormat } from '#protocol/plan/planDocument';
import type { Profile } from '#protocol/policy';
import type { ProblemCode } from '#protocol/problem';
import { nearestName } from '../../policy/settings/nearestName';
import { under } from '../../policy/settings/shapes';

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
  /** The version that the document names for itself. */
  readonly version: number | null;
}

/** Gathers what a conversion finds and where each part came from. */
export class ImportLog {
  readonly warnings: ImportNote[] = [];
  readonly problems: ImportNote[] = [];
  readonly origins = new Map<string, string>();

  /** Lists a change, once. */
  changed(pointer: string, message: string): void {
    if (this.warnings.some((note) => note.pointer === pointer && note.message === message)) return;
    this.warnings.push({ code: 'IMPORTED', pointer, message });
  }

  refuse(code: ProblemCode, pointer: string, message: string): void {
    this.problems.push({ code, pointer, message });
  }

  /** Ties a place in the converted document to the place it came from. */
  from(pointer: string, origin: string): void {
    this.origins.set(pointer, origin);
  }

  /** Reports every key that the format does not know. */
  refuseUnknown(value: JsonObject, pointer: string, known: readonly string[]): void {
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      const nearest = nearestName(key, known);
      const hint = nearest === undefined ? `known are ${known.join(', ')}.` : `did you mean '${nearest}'?`;
      this.refuse('UNKNOWN_KEY', under(pointer, key), `Unknown key '${key}'; ${hint}`);
    }
  }
}

/** One foreign format: how it is told by its keys, and what it means as a plan. */
export interface Importer {
  readonly format: PlanFormat;
  detects(document: JsonObject): boolean;
  /** Whether a document is meant as one by the name of its file, where its keys tell nothing. */
  isNamed?(fileName: string, document: JsonObject): boolean;
  convert(document: JsonObject, options: { readonly profile: Profile }): Imported;
}
