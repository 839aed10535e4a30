import type { z } from 'zod';
import type { HttpDesk } from '../httpDesk';

/** What the method table does not say of a route. */
export interface RouteExtra {
  /** Further routes below the prefix that lead to the same method. */
  readonly also?: readonly string[];
  /** Set where the routes exist without the prefix too: parameters that have another default there. */
  readonly alias?: Readonly<Record<string, unknown>>;
  /** Status of success where it is not 200. */
  readonly status?: number | ((params: Readonly<Record<string, unknown>>) => number);
  readonly bodyBytes?: number;
  /** Takes what came in another form than the method's own. */
  readonly taken?: (given: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** The form that `taken` knows beside the method's own, for the description of the door. */
  readonly form?: z.ZodType;
  /** The form of the answer where it is not the method's own. */
  readonly shown?: (result: unknown, about: Shown) => unknown;
}

/** What an answer may take its form from. */
export interface Shown {
  readonly desk: HttpDesk;
  readonly request: Request;
  readonly params: Readonly<Record<string, unknown>>;
}
