import type { z } from 'zod';
import type { Source } from './events';
import { approvalMethods } from './methods/approvals';
import { projectionMethods } from './methods/derived/projections';
import { retentionMethods } from './methods/derived/retention';
import { effectMethods } from './methods/effects';
import { governanceMethods } from './methods/governance';
import { planMethods } from './methods/plans';
import { recordMethods } from './methods/records';
import { reviewMethods } from './methods/reviews';
import { runMethods } from './methods/runs';
import { simulationMethods } from './methods/runs/simulations';
import { sessionMethods } from './methods/sessions';
import { otlpMethods } from './methods/traces/otlp';
import { queryMethods } from './methods/traces/queries';
import { savedQueryMethods } from './methods/traces/savedQueries';
import { traceListMethods } from './methods/traces/traceLists';
import { traceMethods } from './methods/traces/traces';

/** Every request there is: schema in, schema out, HTTP route, least role. All doors are made from this table. */
export const methods = {
  ...sessionMethods,
  ...planMethods,
  ...runMethods,
  ...simulationMethods,
  ...effectMethods,
  ...approvalMethods,
  ...reviewMethods,
  ...recordMethods,
  ...queryMethods,
  ...savedQueryMethods,
  ...traceListMethods,
  ...traceMethods,
  ...otlpMethods,
  ...projectionMethods,
  ...retentionMethods,
  ...governanceMethods,
};

export type Method = keyof typeof methods;

/** What a caller sends; keys with defaults may be left out. */
export type Params<M extends Method> = z.input<(typeof methods)[M]['params']>;

/** What a handler gets, checked and with defaults filled in. */
export type Checked<M extends Method> = z.output<(typeof methods)[M]['params']>;

export type Result<M extends Method> = z.output<(typeof methods)[M]['result']>;

/** Who asks, by which door, with which right. */
export interface Caller {
  readonly actor: string;
  readonly source: Source;
  readonly role: 'viewer' | 'operator' | 'approver';
  readonly client_message_id: string | null;
  /** Set where the role is less than the person's own: why, for the refusal. */
  readonly limit?: 'untrusted_workspace';
}

/** An AbortSignal as far as handlers need it, free of any platform's type library. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** One function per method; doors carry requests here and do nothing else. */
export type Handlers = {
  readonly [M in Method]: (params: Checked<M>, caller: Caller, signal: CancelSignal) => Promise<Result<M>>;
};

/** Notifications from the server to every door, with their payloads. */
export interface Notifications {
  /** One event of the record, as stored. */
  'event/appended': { readonly events: readonly unknown[] };
  /** The queue changed: what was requested or decided. */
  'approval/changed': {
    readonly approval_id: string;
    readonly status: string;
    readonly run_id: string | null;
  };
  /** Files of a working tree were written or deleted: editors that show them bring them to the new text. */
  'files/written': { readonly root: string; readonly paths: readonly string[] };
  'run/changed': { readonly run_id: string; readonly status: string };
  /** A child's output as it comes, already redacted; not stored as such. */
  'output/appended': {
    readonly run_id: string;
    readonly step_id: string;
    readonly stream: 'stdout' | 'stderr';
    readonly text: string;
  };
}

export type Notification = keyof Notifications;
