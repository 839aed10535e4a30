import { type Command, Option } from 'commander';
import { AppError } from '#protocol/errors';
import type { Call } from '../../invocation';

/** The options of every command that takes a question about traces. */
export function withQuery(command: Command): Command {
  return command
    .option('--db <file>', 'a file of traces, read and never changed (default: the record of the workspace)')
    .option('--traceql <query>', 'what to look for, in TraceQL or its short form traces{…}')
    .addOption(
      new Option('--query <name>', 'a ready-made or a saved query by its name').conflicts('traceql'),
    );
}

/** A question as it was given. */
export interface Asked {
  readonly q: string;
  /** Whether it asks for numbers over time. */
  readonly isSeries: boolean;
}

/** What is asked for; `null` when nothing is. Refused with its column before anything is opened. */
export async function queryOf(call: Call): Promise<Asked | null> {
  const q = call.given.text('traceql') ?? (await namedQuery(call));
  if (q === null) return null;
  const [{ checkQuery }, { answerable }] = await Promise.all([
    import('../../../core/traceql/checkQuery'),
    import('../../../runtime/handlers/records/queries/answerable'),
  ]);
  answerable(q);
  return { q, isSeries: checkQuery(q).isSeries };
}

async function namedQuery(call: Call): Promise<string | null> {
  const name = call.given.text('query');
  if (name === undefined) return null;
  const { readyQuery } = await import('../../../core/traceql/readyQueries');
  const ready = readyQuery(name);
  if (ready !== undefined) return ready.query;
  // A file has no queries of its own: saved ones are those of the workspace.
  const door = await call.connect();
  const { items } = await door.request('query/list', { limit: 500 });
  const saved = items.find((one) => one.name === name);
  if (saved === undefined) {
    throw new AppError('NOT_FOUND', `there is no query ${name}; holdpoint trace queries lists them`);
  }
  return saved.q;
}
