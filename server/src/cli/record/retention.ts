import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Result } from '#protocol/methods';
import type { CommandLine } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { fieldsOutcome } from '../lists';

/** `store retention` and `runs pin|unpin`: how long what is kept. */
export function retentionVerbs(store: Command, line: CommandLine): void {
  line
    .verb(store, 'retention', 'show or set how long runs and traces are kept; pinned runs stay', retention)
    .addOption(limitOption('--days <days>', 'remove what ended longer ago, or none', 1))
    .addOption(limitOption('--max-bytes <bytes>', 'above this remove the oldest, or none', 1024 * 1024));
}

/** The verbs that keep one run from being removed. */
export function pinVerbs(runs: Command, line: CommandLine): void {
  line.verb(runs, 'pin <run>', 'keep a run whatever its age and the size of the store', (call) =>
    pin(call, true),
  );
  line.verb(runs, 'unpin <run>', 'let retention remove a run again', (call) => pin(call, false));
}

async function pin(call: Call, pinned: boolean): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('run/pin', { run_id: call.given.argument(0), pinned });
  return { document: answer, text: call.messages.pinned(answer.run_id, answer.pinned) };
}

async function retention(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const [days, bytes] = [limitOf(call, 'days'), limitOf(call, 'maxBytes')];
  const isAsked = days === undefined && bytes === undefined;
  const answer: Result<'retention/show'> = isAsked
    ? await door.request('retention/show', {})
    : await door.request('retention/set', {
        ...(days === undefined ? {} : { max_age_days: days }),
        ...(bytes === undefined ? {} : { max_bytes: bytes }),
      });
  return fieldsOutcome(call, answer, Object.keys(answer));
}

/** `none` is told as null, so that it differs from what was not said. */
function limitOf(call: Call, name: string): number | null | undefined {
  return call.given.text(name) === 'none' ? null : call.given.number(name);
}

function limitOption(flags: string, about: string, least: number): Option {
  return new Option(flags, about).argParser((text) => {
    const value = Number(text);
    if (text === 'none') {
      return text;
    }
    if (!/^\d+$/.test(text) || value < least || !Number.isSafeInteger(value)) {
      throw new InvalidArgumentError(`Expected a whole number from ${least}, or none.`);
    }
    return value;
  });
}
