import type { Method } from '#protocol/methods';
import type { HttpDesk } from '../httpDesk';
import { healthDetails } from './healthDetails';

/** What the method table does not say of a route. */
export interface RouteExtra {
  /** Further routes below the prefix that lead to the same method. */
  readonly also?: readonly string[];
  /** Set where the routes exist without the prefix too: parameters that have another default there. */
  readonly alias?: Readonly<Record<string, unknown>>;
  /** Status of success where it is not 200. */
  readonly status?: number;
  readonly bodyBytes?: number;
  /** The form of the answer where it is not the method's own. */
  readonly shown?: (result: unknown, desk: HttpDesk) => unknown;
}

/** The few things about routes that are not in the method table (§1.15). */
export const routeExtras: Readonly<Partial<Record<Method, RouteExtra>>> = {
  'run/start': { status: 202 },
  'run/index': { alias: { limit: 20 } },
  'run/show': { alias: {} },
  'run/report': { alias: {} },
  'run/runlog': { alias: {} },
  'run/eval': { alias: {} },
  'server/status': { shown: healthDetails },
};
