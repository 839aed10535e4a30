import type { Handlers } from '#protocol/methods';
import type { recordMethods } from '#protocol/methods/records';
import type { otlpMethods } from '#protocol/methods/traces/otlp';
import type { queryMethods } from '#protocol/methods/traces/queries';
import type { savedQueryMethods } from '#protocol/methods/traces/savedQueries';
import type { traceListMethods } from '#protocol/methods/traces/traceLists';
import type { traceMethods } from '#protocol/methods/traces/traces';
import type { Context } from '../context';
import { SpanKeeper } from '../receive/spanKeeper';
import { artifactHandlers } from './records/artifacts';
import { auditHandlers } from './records/audit';
import { eventHandlers } from './records/events';
import { otlpHandlers } from './records/otlp';
import { queryHandlers } from './records/queries';
import { savedQueryHandlers } from './records/queries/savedQueries';
import { traceImportHandlers } from './records/queries/traceImport';
import { traceListHandlers } from './records/queries/traceLists';
import { toolHandlers } from './records/tools';
import { traceColumnHandlers } from './records/traceColumns';
import { traceHandlers } from './records/traces';

/** Answers everything that reads the record: traces, events, artifacts, tools, statistics, audit. */
export function recordHandlers(
  context: Context,
): Pick<
  Handlers,
  | keyof typeof recordMethods
  | keyof typeof queryMethods
  | keyof typeof savedQueryMethods
  | keyof typeof traceListMethods
  | keyof typeof traceMethods
  | keyof typeof otlpMethods
> {
  // One for all doors: a span that comes through two of them at once is kept once.
  const keeper = new SpanKeeper(context);
  return {
    ...traceHandlers(context),
    ...traceListHandlers(context),
    ...traceImportHandlers(context, keeper),
    ...queryHandlers(context),
    ...savedQueryHandlers(context),
    ...traceColumnHandlers(context),
    ...otlpHandlers(context, keeper),
    ...eventHandlers(context),
    ...artifactHandlers(context),
    ...toolHandlers(context),
    ...auditHandlers(context),
  };
}
