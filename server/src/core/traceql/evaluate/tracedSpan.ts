import type { KindWord, StatusWord } from '../ast';

/** What an attribute may hold besides lists; an integer that no number holds exactly is a bigint. */
export type AttributeSingle = string | number | bigint | boolean;

/** What an attribute may hold. */
export type AttributeValue = AttributeSingle | null | readonly AttributeSingle[];

/** Attributes by their full names. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One span of a trace in memory, as queries see it; times are microseconds, an open span has no end. */
export interface TracedSpan {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: KindWord;
  readonly status: StatusWord;
  readonly statusMessage: string;
  readonly startUs: number;
  readonly endUs: number | null;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly instrumentation: Attributes & { readonly name?: string; readonly version?: string };
  readonly events: readonly {
    readonly name: string;
    readonly timeUs: number;
    readonly attributes: Attributes;
  }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: Attributes;
  }[];
  /** What only the short form asks for. */
  readonly columns: {
    readonly kind: string;
    readonly timeout: boolean;
    readonly policySnapshot: Attributes;
  };
}
