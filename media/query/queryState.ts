import type { NamedQuery } from '#protocol/methods/traces/savedQueries';
import type { FromQuery, QueryAnswer, QueryOffer, QueryProblem, QueryStrings } from '#protocol/views/query';

/** How a person left the view. */
export interface Kept {
  /** What stands in the field, asked or not. */
  readonly draft: string;
}

/** Everything that the view draws from. */
export interface QueryState extends Kept {
  readonly strings: QueryStrings;
  readonly isTrusted: boolean;
  readonly queries: readonly NamedQuery[];
  readonly problems: readonly QueryProblem[];
  readonly offers: readonly QueryOffer[];
  readonly isOffering: boolean;
  readonly isAsking: boolean;
  readonly answer: QueryAnswer | undefined;
  readonly refusal: string | undefined;
}

/** What the parts of the view draw and act on. */
export interface Desk {
  readonly state: QueryState;
  say(message: FromQuery): void;
  change(changed: Partial<QueryState>): void;
  /** Asks what stands in the field, or another query that takes its place. */
  ask(q?: string): void;
}
